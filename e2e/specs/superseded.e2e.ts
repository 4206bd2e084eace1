import type { Page } from '@playwright/test'
import { faults } from '../axe.ts'
import { expect, test } from '../fixtures.ts'
import { prepareProgram } from '../program.ts'
import { ReviewsApi } from '../reviews-api.ts'
import { ReviewsList } from '../screens/reviews-list.ts'
import { people, SignIn } from '../screens/sign-in.ts'

const what = /Admins and its operator still do, with its rows and its history, under Superseded/
let made = 0

/** How many certifications the workflow of the drafts says that it has. */
async function runsOf({ workflows }: ReviewsList): Promise<number> {
  const words = await workflows.getByRole('group').filter({ hasText: 'Snowflake data roles' }).innerText()
  return Number(/(\d+) certifications?/.exec(words)?.[1])
}

/** A draft of the whole access of a workflow, once its rows are there. */
async function makeDraft(page: Page): Promise<{ readonly id: string; readonly name: string }> {
  const name = `To be deleted ${Date.now()} ${made++}`
  const api = new ReviewsApi(page)
  const id = await api.makeDraft('Snowflake data roles', name)
  await expect.poll(() => api.state(id)).toBe('CERT_STATE_IN_PROGRESS')
  return { id, name }
}

/** Nothing is wrong with what is shown, in a wide window and, which it is from then on, on a phone. */
async function expectFlawless(page: Page): Promise<void> {
  for (const viewport of [
    { width: 1440, height: 900 },
    { width: 390, height: 844 },
  ]) {
    await page.setViewportSize(viewport)
    expect(await faults(page)).toEqual([])
  }
}

test('T18 a draft is deleted from the list, and stays under Superseded', async ({ page, signIn, list }) => {
  await signIn.quietly(people.admin)
  const { name } = await makeDraft(page)
  await list.open(`?q=${encodeURIComponent(name)}`)
  await (await list.manage(name)).getByRole('button', { name: 'Delete …' }).click()
  const dialog = page.getByRole('dialog', { name: `Delete ${name}` })
  await expect(dialog).toContainText(what)
  await expect(dialog).toContainText(/^.*[1-9][\d,]* rows · 0 decided · 0 rejected · 0 signed off/)
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await expectFlawless(page)
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('link', { name, exact: true })).toBeVisible()

  const runs = await runsOf(list)
  await (await list.manage(name)).getByRole('button', { name: 'Delete …' }).click()
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(dialog).toBeHidden()
  await expect.poll(() => runsOf(list)).toBe(runs - 1)
  await expect(page.getByRole('link', { name, exact: true })).toBeHidden()
  await expect(page.getByText(/^[\d,]+ superseded not listed$/)).toBeVisible()
  await list.phase('Superseded').check()
  await expect(page.getByRole('link', { name, exact: true })).toBeVisible()
  await expect(page.getByText(/superseded not listed$/)).toBeHidden()
  await expect(await list.manage(name)).toContainText('This review was replaced or deleted already.')
  await expectFlawless(page)
})

test('T18 a draft is deleted from its own screen, which shows it as superseded', async ({
  page,
  signIn,
  review,
}) => {
  await signIn.quietly(people.admin)
  const { id, name } = await makeDraft(page)
  await page.goto(`${new URL(page.url()).origin}/reviews/${id}`)
  await expect(review.grid).toBeVisible()
  const accept = page.getByRole('button', { name: /^Accept/ })
  await expect(accept.first()).toBeVisible()
  const signOff = page.getByRole('button', { name: 'Sign off decided rows …', exact: true })
  await expect(signOff).toBeVisible()
  await page.getByRole('button', { name: 'Details', exact: true }).click()
  await review.drawer.getByRole('button', { name: 'Delete …' }).click()
  const dialog = page.getByRole('dialog', { name: `Delete ${name}` })
  await expect(dialog).toContainText(what)
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await expectFlawless(page)
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(dialog).toBeHidden()
  await expect(review.drawer).toContainText(/Deleted by\s*Ada Lovelace/)
  await page.keyboard.press('Escape')
  await expect(
    page.getByText(/^Deleted \d{4}-.* by Ada Lovelace\. It can no longer be changed/),
  ).toBeVisible()
  await expect(
    page.getByRole('banner').or(page.locator('header')).getByText('Superseded').first(),
  ).toBeVisible()
  await expectFlawless(page)
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 })
    await expect(accept).toHaveCount(0)
    await expect(signOff).toHaveCount(0)
    await expect(page.getByRole('checkbox', { name: /^Include rows of other reviewers/ })).toHaveCount(0)
  }
  await review.grid.focus()
  await page.waitForTimeout(400)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('o')
  await expect(review.drawer).toContainText('Nobody is assigned')
  await expect(
    review.drawer.getByRole('button', { name: /Accept|Reject|Note|Reassign|Sign off/ }),
  ).toHaveCount(0)
})

test('T18 one in which somebody changed something meanwhile is not deleted, and it says why', async ({
  page,
  signIn,
  list,
  troubles,
}) => {
  troubles.announce(/400/)
  await signIn.quietly(people.admin)
  const api = new ReviewsApi(page)
  const { id, name } = await makeDraft(page)
  await list.open(`?q=${encodeURIComponent(name)}`)
  await (await list.manage(name)).getByRole('button', { name: 'Delete …' }).click()
  const dialog = page.getByRole('dialog', { name: `Delete ${name}` })
  const [row = 0] = await api.ids(id)
  await api.change(id, { result_id: row, decision: 'RESULT_DECISION_ACCEPTED' })
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(dialog.getByRole('alert')).toHaveText(
    'Somebody has changed 1 of its rows (decisions, notes or reviewers), which must not be lost.',
  )
  expect(await api.state(id)).toBe('CERT_STATE_IN_PROGRESS')
})

test('T18 what is under way cannot be deleted, and a reviewer is not asked', async ({
  page,
  signIn,
  list,
  review,
}) => {
  const large = 'Q4 Salesforce admins'
  await signIn.as(people.admin, '/reviews')
  const menu = await list.manage(large)
  await expect(menu).toContainText('Only a draft, or a review without rows, can be deleted.')
  await expect(menu.getByRole('button', { name: 'Delete …' })).toHaveAttribute('aria-disabled', 'true')
  await signIn.as(people.reviewer, '/reviews')
  await expect(page.getByRole('button', { name: /^Manage/ })).toHaveCount(0)
  await list.openCertification(large)
  await page.getByRole('button', { name: 'Details', exact: true }).click()
  await expect(review.drawer.getByRole('heading', { name: 'Workflow', exact: true })).toBeVisible()
  await expect(review.drawer.getByRole('button', { name: 'Delete …' })).toHaveCount(0)
})

test('T18 a draft and the one in its place lead to each other', async ({ page, review, troubles }) => {
  // Its import closes the entrance, by which others come in on the program of the demonstration.
  const program = await prepareProgram()
  const signIn = new SignIn(page, program.url)
  const list = new ReviewsList(page, program.url)
  try {
    await program.demo(20, 400)
    await program.start()
    troubles.announce(/404/)
    const name = `First try ${Date.now()}`
    const second = `${name}, corrected`
    const header = 'source_type,source_id,source_name,destination_type,destination_id'
    const mail = 'grace.hopper@example.com'
    await program.importCertification([header, 'User,a,A,Role,r'], name, mail, ['--draft'])
    await signIn.quietly(people.admin)
    const id = await new ReviewsApi(page).certification(name)
    const lines = [header, 'User,a,A,Role,r', 'User,b,B,Role,r']
    await program.importCertification(lines, name, mail, ['--name', second, '--replaces', id])

    await list.open('?phase=superseded')
    await list.openCertification(name)
    const line = page.getByText(/^Superseded \d{4}-.* by Countersign\. Replaced by/)
    await expect(line).toContainText(`Replaced by ${second}.`)
    await page.getByRole('button', { name: 'Details', exact: true }).click()
    await expect(review.drawer.getByRole('link', { name: second })).toBeVisible()
    expect(await faults(page)).toEqual([])
    await page.keyboard.press('Escape')
    await line.getByRole('link', { name: second }).click()
    await expect(page.getByRole('heading', { name: second })).toBeVisible()
    await expect(line).toHaveCount(0)

    await page.getByRole('button', { name: 'Details', exact: true }).click()
    await expect(review.drawer).toContainText(/Took the place of\s*First try/)
    await review.drawer.getByRole('link', { name, exact: true }).click()
    await expect(page.getByRole('heading', { name, exact: true })).toBeVisible()
    await expect(review.drawer).toHaveCount(0)

    const { pathname } = new URL(page.url())
    await signIn.as(people.reviewer, pathname)
    await expect(page.getByRole('heading', { name: 'This review is not available' })).toBeVisible()
  } finally {
    // First, or the page would meet a server that is going.
    await page.close()
    await program.remove()
  }
})

test('T18 the list is read again once a draft was deleted, also where nothing else has it read again', async ({
  page,
  signIn,
  list,
}) => {
  await page.addInitScript(showNothingGathering)
  await signIn.quietly(people.admin)
  const { name } = await makeDraft(page)
  await list.open(`?q=${encodeURIComponent(name)}`)
  await expect(page.getByRole('link', { name, exact: true })).toBeVisible()
  await (await list.manage(name)).getByRole('button', { name: 'Delete …' }).click()
  const dialog = page.getByRole('dialog', { name: `Delete ${name}` })
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('link', { name, exact: true })).toBeHidden()
})

/** Runs in the page: as long as rows of a certification are being gathered the list is read every two seconds. */
function showNothingGathering(): void {
  const real = globalThis.fetch
  globalThis.fetch = async (input, init) => {
    const answer = await real(input, init)
    if (!new Request(input, init).url.includes('/certifications?')) return answer
    const { status, headers } = answer
    const text = (await answer.text()).replaceAll('CERT_STATE_SEARCHING', 'CERT_STATE_IN_PROGRESS')
    return new Response(text, { status, headers: { 'content-type': headers.get('content-type') ?? '' } })
  }
}
