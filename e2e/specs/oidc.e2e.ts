import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { startProvider, type TestProvider } from '#testing/oidc-provider.ts'
import { expect, test } from '../fixtures.ts'
import { freePort } from '../free-port.ts'
import { holdRequests } from '../hold-requests.ts'
import { prepareProgram, type Program } from '../program.ts'
import { ReviewsApi } from '../reviews-api.ts'

const review = 'Access of everybody'
const total = 48_300
const far = 48_213

// One after the other, in one worker: to load the rows is what takes longest.
test.describe.configure({ mode: 'default' })

let folder: string
let program: Program
let provider: TestProvider

test.beforeAll(async () => {
  test.setTimeout(300_000)
  folder = mkdtempSync(join(tmpdir(), 'countersign-oidc-'))
  const secret = join(folder, 'secret')
  const port = await freePort()
  program = await prepareProgram((own) => ({
    PUBLIC_URL: `http://127.0.0.1:${own}`,
    OIDC_ISSUER: `http://localhost:${port}`,
    OIDC_CLIENT_ID: 'countersign',
    OIDC_CLIENT_SECRET_FILE: secret,
    OIDC_IDENTITY_CLAIM: 'employee',
    OIDC_NAME: 'the company',
  }))
  provider = await startProvider(program.url, port)
  writeFileSync(secret, provider.clientSecret)
  provider.people.set('ana', { employee: 'e-1' })
  provider.people.set('ben', { employee: 'e-2' })
  await program.addAdminOfProvider('ana@example.com', 'Ana Ruiz', 'e-1')
  await program.addAdminOfProvider('ben@example.com', 'Ben Osei', 'e-2')
  await program.importCertification(accessLines(), review, 'ana@example.com')
  await program.start()
})

test.afterAll(async () => {
  await program.remove()
  await provider.close()
  rmSync(folder, { recursive: true })
})

/** As many rows as are wanted, a hundred profiles for each person. */
function accessLines(): readonly string[] {
  const padded = (number: number) => String(number).padStart(3, '0')
  const header =
    'source_type,source_id,source_name,destination_type,destination_id,destination_name,effective_permissions'
  const lines = Array.from({ length: total }, (_, at) => {
    const [person, profile] = [padded(Math.floor(at / 100)), padded(at % 100)]
    return `OktaUser,u${person},Person ${person},SalesforceProfile,p${profile},Profile ${profile},Read;Update`
  })
  return [header, ...lines]
}

const signInThere = async (page: Page) => {
  await page.getByRole('button', { name: 'Sign in with the company' }).click()
  await provePerson(page, 'ana')
}

/** At the provider, whoever is signed in there. */
const provePerson = async (page: Page, login: string) => {
  await page.waitForURL(/^http:\/\/localhost:\d+\/interaction\//)
  await page.getByLabel('Login').fill(login)
  await page.getByRole('button', { name: 'Sign in there' }).click()
}

/** Signs somebody in in the window that a press on the button or the link opens; it tells the page and closes itself. */
const signInBeside = async (page: Page, press: Locator, login: string) => {
  const opening = page.context().waitForEvent('page')
  await press.click()
  const beside = await opening
  const closed = beside.waitForEvent('close')
  await provePerson(beside, login)
  await closed
}
const account = (page: Page) => page.getByRole('banner').getByRole('button', { name: 'Ana Ruiz' })

test('a link to a row far down leads there through the provider, and a logout there ends the session here', async ({
  page,
  review: rows,
  troubles,
}) => {
  // Nobody is signed in: the page asks, and is told so.
  troubles.announce(/40[13]/)
  await page.goto(program.url)
  await signInThere(page)
  await expect(account(page)).toBeVisible()
  const id = await new ReviewsApi(page).certification(review)

  // The link, in a browser that nobody is signed in to here.
  await page.context().clearCookies({ name: 'countersign' })
  const link = `${program.url}/reviews/${id}/rows/${far}?order_by=result_id%20asc`
  await page.goto(link)
  await page.getByRole('button', { name: 'Sign in with the company' }).click()
  await expect(page).toHaveURL(link)
  await expect(rows.activeRow).toContainText('Person 482')
  await expect(rows.activeRow).toContainText('Profile 013')

  // At the provider, in another tab.
  const there = await page.context().newPage()
  await there.goto(`${provider.issuer}/session/end`)
  await there.getByRole('button', { name: 'Yes, sign me out' }).click()
  await expect.poll(() => provider.logoutTokens.length).toBe(1)
  await page.reload()
  await expect(page.getByRole('button', { name: 'Sign in with the company' })).toBeVisible()
})

test('who is refused at the provider is told so in our words, and tries again', async ({
  page,
  troubles,
}) => {
  troubles.announce(/40[13]/)
  await page.goto(`${program.url}/sign-in?to=%2Fexports`)
  await page.getByRole('button', { name: 'Sign in with the company' }).click()
  await page.getByLabel('Login').fill('a stranger')
  await page.getByRole('button', { name: 'Sign in there' }).click()
  await expect(page).toHaveURL(/\/sign-in\?reason=REFUSED_AT_PROVIDER/)
  await expect(page.getByRole('main')).not.toContainText('text of the provider')
  await signInThere(page)
  await expect(page).toHaveURL(`${program.url}/exports`)
})

test('T13 signing in again in a window of the provider keeps half a note and five decisions; another person sends none', async ({
  page,
  review: rows,
  troubles,
}) => {
  troubles.announce(/40[13]/)
  await page.goto(`${program.url}/reviews`)
  await signInThere(page)
  await page.getByRole('link', { name: review }).click()
  await expect(account(page)).toBeVisible()
  const row = (profile: string) =>
    page.getByRole('row', { name: new RegExp(`Person 000.*Profile ${profile}`) })
  let tries = 0
  page.on('request', (request) => {
    if (request.method() === 'PUT') tries += 1
  })
  const letGo = await holdRequests(page, '**/results')
  const profiles = ['000', '001', '002', '003', '004']
  for (const profile of profiles) await rows.accept(row(profile)).click()
  await rows.reject(row('005')).click()
  const note = rows.noteDialog.getByRole('textbox')
  await note.fill('Left the te')
  // Here and at the provider.
  await page.context().clearCookies()
  letGo()
  const ask = page.getByRole('dialog', { name: 'Your session has ended' })
  const press = ask.getByRole('button', { name: 'Sign in with the company' })

  await expect(press).toBeVisible()
  const before = tries

  await signInBeside(page, press, 'ben')
  const question = page.getByRole('dialog', { name: 'Somebody else is signed in now' })
  await expect(question).toContainText('5 changes')
  expect(tries).toBe(before)
  await question.getByRole('button', { name: 'Sign in as Ana Ruiz' }).click()

  // The browser blocks windows: a link opens a tab.
  await page.evaluate(() => {
    window.open = () => null
  })
  await press.click()
  await expect(ask.getByText('The browser did not open the window.')).toBeVisible()
  await signInBeside(page, ask.getByRole('link', { name: 'Open it in a new tab' }), 'ana')
  await expect(ask).toBeHidden()
  for (const profile of profiles) await expect(row(profile)).toContainText('saved')
  await expect(note).toHaveValue('Left the te')
  await expect(note).toBeFocused()
  await note.fill('Left the team.')
  await rows.noteDialog.getByRole('button', { name: 'Reject', exact: true }).click()
  await expect(row('005')).toContainText('Left the team.')
  await expect(row('005')).toContainText('saved')
})
