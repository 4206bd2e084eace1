import type { Locator, Page } from '@playwright/test'
import { expect, test } from '../fixtures.ts'
import { people } from '../screens/sign-in.ts'

let made = 0

/** Fills in a draft of the smallest workflow, in the dialog that is open. */
async function fill(page: Page): Promise<{ readonly name: string; readonly make: Locator }> {
  const name = `Made once ${Date.now()} ${made++}`
  const dialog = page.getByRole('dialog', { name: 'New certification' })
  await dialog.getByLabel('Workflow').selectOption({ label: 'Snowflake data roles' })
  await dialog.getByLabel('Name', { exact: true }).fill(name)
  await dialog.getByLabel(/draft/).check()
  return { name, make: dialog.getByRole('button', { name: 'Make the certification' }) }
}

/** How many certifications of that name the server has. */
async function count(page: Page, name: string): Promise<number> {
  const answer = await page.evaluate(async () => {
    const response = await fetch('/api/preview/awf/certifications?page_size=500')
    return await response.text()
  })
  return answer.split(`"name":"${name}"`).length - 1
}

/** Runs in the page: the server makes the first certification that is asked for, and its answer is lost. */
function loseFirstAnswer(): void {
  const real = globalThis.fetch
  let lost = false
  globalThis.fetch = async (input, init) => {
    const answer = await real(input, init)
    const { method, url } = new Request(input, init)
    if (lost || method !== 'POST' || !url.endsWith('/certifications')) return answer
    lost = true
    throw new TypeError('Failed to fetch')
  }
}

test('T34 a certification whose answer was lost is made once when it is asked for again', async ({
  page,
  signIn,
  list,
}) => {
  await page.addInitScript(loseFirstAnswer)
  await signIn.as(people.admin, '/reviews')
  await list.newButton.click()
  const { name, make } = await fill(page)
  await make.click()
  await expect(page.getByRole('dialog').getByRole('alert')).toBeVisible()
  expect(await count(page, name)).toBe(1)
  await make.click()
  await expect(page.getByRole('dialog')).toBeHidden()
  expect(await count(page, name)).toBe(1)
})

test('T34 a certification that is asked for twice in one moment is made once', async ({
  page,
  signIn,
  list,
  troubles,
}) => {
  // Whichever of the two comes second may be told that the first is under way.
  troubles.announce(/409/)
  await signIn.as(people.admin, '/reviews')
  await list.newButton.click()
  const { name, make } = await fill(page)
  let asked = 0
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/certifications')) asked++
  })
  await make.evaluate((button: HTMLButtonElement) => {
    button.click()
    button.click()
  })
  await expect.poll(() => count(page, name)).toBeGreaterThan(0)
  await expect.poll(() => asked).toBeGreaterThan(0)
  await page.waitForLoadState('networkidle')
  expect(await count(page, name)).toBe(1)
})
