import type { Page } from '@playwright/test'
import { Secret, TOTP } from 'otpauth'
import { expectNoFaults } from '../axe-states.ts'
import { expect, test } from '../fixtures.ts'
import { type Program, prepareProgram } from '../program.ts'

const review = 'Access of the quarter'
const password = 'nine otters row west'
const header = 'source_type,source_id,source_name,destination_type,destination_id'
const names = ['Ada', 'Bea', 'Cem', 'Dai', 'Eli', 'Fay', 'Gus', 'Hal']
const lines = [header, ...names.map((name) => `User,${name},${name},Role,reader`)]

test.describe.configure({ mode: 'serial' })

let program: Program
let origin: string
/** As the enrolment shows it. */
let secret = ''

test.beforeAll(async () => {
  program = await prepareProgram()
  await program.addReviewer('ana@example.com', 'Ana Lima')
  await program.addReviewer('ben@example.com', 'Ben Osei')
  await program.importCertification(lines, review, 'ana@example.com')
  await program.start()
  // By name: browsers make no passkeys for numbers.
  origin = program.url.replace('127.0.0.1', 'localhost')
})
test.afterAll(async () => await program.remove())

const here = (link: string) => link.replace(program.url, origin)
const codeAt = (ms: number) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + ms })

/** Sets somebody's password by a link of a terminal; they are signed in then. */
async function setPassword(page: Page, email: string): Promise<void> {
  await page.goto(here(await program.link('reset', '--email', email)))
  await expect(page).toHaveURL(`${origin}/set-password`)
  await page.getByLabel('New password', { exact: true }).fill(password)
  await page.getByLabel('The same once more', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Set the password and sign in' }).click()
}

async function signIn(page: Page, email: string): Promise<void> {
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** A device that makes passkeys and proves them without asking. */
async function plugIn(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable')
  const options = {
    protocol: 'ctap2',
    transport: 'internal',
    hasResidentKey: true,
    hasUserVerification: true,
  } as const
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: { ...options, isUserVerified: true, automaticPresenceSimulation: true },
  })
}

test('T13 the set-up link makes the first admin, with a second factor; a passkey leads to the exact place of a link', async ({
  page,
  troubles,
}) => {
  troubles.announce(/40[134]/)
  await plugIn(page)
  const link = here(await program.link('set-up-link'))
  await page.goto(link)
  await expect(page.getByRole('heading', { name: 'Set Countersign up' })).toBeVisible()
  expect(page.url()).toBe(`${origin}/set-up`)
  expect(await page.evaluate(() => history.length)).toBeLessThan(3)
  await expectNoFaults(page, {
    'the set-up page': { reach: async () => await expect(page.getByLabel('Your name')).toBeVisible() },
  })
  await page.getByLabel('Your name').fill('Rut Adler')
  await page.getByLabel('Email').fill('rut@example.com')
  await page.getByLabel('New password', { exact: true }).fill(password)
  await page.getByLabel('The same once more', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Make my account' }).click()
  await page.getByRole('button', { name: 'Use an authenticator app' }).click()
  secret = ((await page.getByText(/^[A-Z2-7]{4}( [A-Z2-7]{1,4})+$/).textContent()) ?? '').replaceAll(' ', '')
  await expectNoFaults(page, {
    'setting up an authenticator app': {
      reach: async () => await expect(page.getByRole('img', { name: 'QR code of the secret' })).toBeVisible(),
    },
  })
  await page.getByLabel('Code of your authenticator app').fill(codeAt(0))
  await page.getByRole('button', { name: 'Set it up' }).click()
  await expectNoFaults(page, {
    'recovery codes': {
      reach: async () =>
        await expect(page.getByRole('heading', { name: 'Keep your recovery codes' })).toBeVisible(),
    },
  })
  await page.getByLabel('I have kept them').check()
  await page.getByRole('button', { name: 'Go on' }).click()
  await expect(page.getByRole('banner').getByRole('button', { name: 'Rut Adler' })).toBeVisible()

  const open = (path: string, heading: string) => ({
    reach: async () => {
      await page.goto(origin + path)
      await expect(page.getByRole('heading', { name: heading, exact: true }).first()).toBeVisible()
      await expect(page.getByText('Loading', { exact: false }).first()).toBeHidden()
    },
  })
  await expectNoFaults(page, {
    profile: open('/settings/profile', 'Time zone'),
    sessions: open('/settings/sessions', 'Sessions'),
    'second factors': open('/settings/security', 'Passkeys'),
  })
  await page.getByRole('button', { name: 'Add a passkey …' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Work laptop')
  await page.getByRole('button', { name: 'Make a passkey' }).click()
  // Its hint names one as well: it is there once what makes it has gone.
  await expect(page.getByLabel('Name', { exact: true })).toBeHidden()
  await expect(page.getByText('Work laptop')).toBeVisible()
  await page.getByRole('banner').getByRole('button', { name: 'Rut Adler' }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByText('You are signed out.')).toBeVisible()

  const place = '/reviews?phase=in+progress&q=quarter'
  await page.goto(`${origin}${place}#main`)
  await expect(page.getByRole('heading', { name: 'Sign in', exact: true })).toBeVisible()
  await expectNoFaults(page, {
    'the sign-in page': { reach: async () => await expect(page.getByLabel('Email')).toBeVisible() },
  })
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await expect(page).toHaveURL(`${origin}${place}#main`)
  await expect(page.getByRole('link', { name: review })).toBeVisible()

  // A link works once.
  await page.goto(link)
  await expect(page.getByRole('alert')).toContainText('npm run users -- set-up-link')
  await expectNoFaults(page, {
    'a link that is over': { reach: async () => await expect(page.getByRole('alert')).toBeVisible() },
  })
})

test('T13 a password and a code of the app lead to the exact place', async ({ page, troubles }) => {
  troubles.announce(/40[13]/)
  await page.goto(`${origin}/settings/sessions#list`)
  await signIn(page, 'rut@example.com')
  await expectNoFaults(page, {
    'the second step': {
      reach: async () => await expect(page.getByLabel('Code of your authenticator app')).toBeFocused(),
    },
  })
  // Of the next half minute: that of this one may have been used.
  await page.getByLabel('Code of your authenticator app').fill(codeAt(30_000))
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page).toHaveURL(`${origin}/settings/sessions#list`)
  await expect(page.getByText('This browser')).toBeVisible()
})

test('T13 signing in again in place keeps half a note and five decisions; another person sends none', async ({
  page,
  troubles,
  context,
}) => {
  // Another person finds neither the review nor its changes.
  troubles.announce(/40[134]|ERR_INTERNET_DISCONNECTED/)
  await setPassword(page, 'ben@example.com')
  await expect(page.getByRole('banner').getByRole('button', { name: 'Ben Osei' })).toBeVisible()
  await setPassword(page, 'ana@example.com')
  await expect(page.getByRole('banner').getByRole('button', { name: 'Ana Lima' })).toBeVisible()
  await page.getByRole('link', { name: review }).click()
  const row = (name: string) => page.getByRole('row', { name: new RegExp(name) })
  await expect(row('Ada')).toBeVisible()

  let tries = 0
  page.on('request', (request) => {
    if (request.method() === 'PUT') tries += 1
  })
  // Nothing is open, and somebody else signs in in another tab: this page is not theirs.
  const other = await context.newPage()
  const question = page.getByRole('dialog', { name: 'Somebody else is signed in now' })
  await other.goto(`${origin}/sign-in?to=%2Freviews`)
  await signIn(other, 'ben@example.com')
  await expect(question).toContainText('Ben Osei is signed in now')
  await page.bringToFront()
  await page.setViewportSize({ width: 390, height: 800 })
  await expect(question.getByText('Ben Osei').first()).toBeInViewport({ ratio: 1 })
  await page.setViewportSize({ width: 1280, height: 800 })
  await question.getByRole('button', { name: 'Not now' }).click()
  await page.getByRole('grid').focus()
  // The first only marks a row, and none does anything right after a dialog.
  await expect(async () => {
    await page.keyboard.press('a')
    await expect(page.locator('[data-notice]')).toHaveText(/^Somebody else is signed in now/, {
      timeout: 500,
    })
  }).toPass()
  await expect(row('Ada').getByRole('button', { name: 'Accept' })).toHaveAttribute('aria-disabled', 'true')
  await page.getByRole('button', { name: 'Somebody else is signed in' }).click()
  await question.getByRole('button', { name: 'Sign in as Ana Lima' }).click()
  const ask = page.getByRole('dialog', { name: 'Your session has ended' })
  await expect(ask.getByLabel('Password', { exact: true })).toBeFocused()
  await ask.getByLabel('Password', { exact: true }).fill(password)
  await ask.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(ask).toBeHidden()
  await expect(row('Ada').getByRole('button', { name: 'Accept' })).toHaveAttribute('aria-disabled', 'false')
  await expect(page.getByText('unsent')).toBeHidden()
  expect(tries).toBe(0)

  // Something is at stake before anything is refused, or the page would lead to the sign-in page.
  await context.setOffline(true)
  await row('Ada').getByRole('button', { name: 'Accept' }).click()
  await expect(row('Ada')).toContainText('on this device')
  await context.clearCookies()
  await context.setOffline(false)
  await expect(ask).toBeVisible()
  await expectNoFaults(page, {
    'signing in again in place': {
      at: 'both',
      reach: async () => {
        if (!(await ask.isVisible()))
          await page.getByRole('button', { name: 'Signed out: sign in again' }).click()
        await expect(ask.getByLabel('Email')).toHaveValue('ana@example.com')
      },
    },
  })
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.keyboard.press('Escape')
  await expect(ask).toBeHidden()
  for (const name of names.slice(1, 5)) await row(name).getByRole('button', { name: 'Accept' }).click()
  await row('Gus').getByRole('button', { name: 'Reject' }).click()
  const note = page.getByRole('dialog', { name: 'Reject this access' })
  await note.getByRole('textbox').fill('Left the te')

  // Somebody else signs in in another tab.
  const before = tries
  await other.goto(`${origin}/sign-in?to=%2Freviews`)
  await signIn(other, 'ben@example.com')
  await expect(other.getByRole('banner').getByRole('button', { name: 'Ben Osei' })).toBeVisible()
  await page.bringToFront()
  await expect(question).toContainText('5 changes')
  expect(tries).toBe(before)
  await question.getByRole('button', { name: 'Sign in as Ana Lima' }).click()
  await expect(ask.getByLabel('Email')).toHaveValue('ana@example.com')
  await ask.getByLabel('Password', { exact: true }).fill(password)
  await ask.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(ask).toBeHidden()
  await expect(note.getByRole('textbox')).toHaveValue('Left the te')
  // Either tab may send them: the other one is of the same person now.
  for (const name of names.slice(0, 5)) await expect(row(name)).toContainText('saved')
  await note.getByRole('textbox').fill('Left the team.')
  await note.getByRole('button', { name: 'Reject', exact: true }).click()
  await expect(row('Gus')).toContainText('Left the team.')
  await expect(row('Gus')).toContainText('saved')
})
