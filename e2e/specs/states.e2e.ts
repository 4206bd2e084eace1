import { expect, test } from '../fixtures.ts'
import { prepareProgram } from '../program.ts'

test('T09 a browser that blocks storage is told so, in place of a page that loads for ever', async ({
  page,
  troubles,
}) => {
  troubles.announce(/storage is blocked/)
  await page.addInitScript(() => {
    const blocked = () => {
      throw new DOMException('storage is blocked', 'SecurityError')
    }
    Object.defineProperty(globalThis, 'localStorage', { get: blocked })
  })
  await page.goto('/')
  await expect(page.getByText('This browser blocks cookies and site data')).toBeVisible()
})

test('T31 by another name than its own the server lets nobody in, and the page says so', async ({
  page,
  tab,
  troubles,
}) => {
  troubles.announce(/40[13]/)
  let name = ''
  const program = await prepareProgram((port) => {
    name = `http://countersign.localhost:${port}`
    return { PUBLIC_URL: name }
  })
  try {
    await program.start()
    await tab.open('', name)
    await expect(page).toHaveURL(/\/sign-in\?to=/)
    await expect(page.getByRole('heading', { name: 'Sign in', exact: true })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Continue as the local auditor' })).toHaveCount(0)
  } finally {
    // First, or the page would meet a server that is going.
    await page.close()
    await program.remove()
  }
})
