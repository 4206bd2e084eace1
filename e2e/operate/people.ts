import { expect, type Browser, type Page } from '@playwright/test'
import { Secret, TOTP } from 'otpauth'

export const origin = 'https://audit.example.com'

/** Gives somebody a browser of their own. */
export async function personAt(browser: Browser): Promise<Page> {
  const context = await browser.newContext()
  return await context.newPage()
}

/** Opens the set-up link and becomes the first admin, with an authenticator app. */
export async function becomeFirstAdmin(page: Page, link: string, name: string, email: string): Promise<void> {
  await page.goto(link)
  await page.getByLabel('Your name').fill(name)
  await page.getByLabel('Email').fill(email)
  await choosePassword(page)
  await page.getByRole('button', { name: 'Make my account' }).click()
  await addApp(page)
  await expectInside(page)
}

/** Opens a link by which a password is set, sets it, and adds an authenticator app where the roles take one. */
export async function setPassword(page: Page, link: string, withApp: boolean): Promise<void> {
  await page.goto(link)
  await choosePassword(page)
  await page.getByRole('button', { name: 'Set the password and sign in' }).click()
  if (withApp) await addApp(page)
  await expectInside(page)
}

/** Somebody who is in sees the menu of the product, at an address without a token. */
async function expectInside(page: Page): Promise<void> {
  await expect(page.getByRole('link', { name: 'Reviews', exact: true })).toBeVisible()
  expect(page.url()).not.toContain('#')
}

/** The password of everybody here. */
export const password = 'seven otters cross the river'

async function choosePassword(page: Page): Promise<void> {
  await page.getByLabel('New password', { exact: true }).fill(password)
  await page.getByLabel('The same once more', { exact: true }).fill(password)
}

async function addApp(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Use an authenticator app' }).click()
  const secret = (
    await page
      .getByText(/^Secret: /)
      .locator('code')
      .innerText()
  ).replaceAll(' ', '')
  const app = new TOTP({ secret: Secret.fromBase32(secret) })
  await page.getByLabel('Code of your authenticator app').fill(app.generate())
  await page.getByRole('button', { name: 'Set it up' }).click()
  await page.getByRole('checkbox', { name: 'I have kept them' }).check()
  await page.getByRole('button', { name: 'Go on' }).click()
}
