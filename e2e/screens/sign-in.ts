import { expect, type Page } from '@playwright/test'

/** Accounts of the demonstration, by what they are for in the tests. */
export const people = {
  admin: 'Ada Lovelace',
  operator: 'Olivier Lefèvre',
  reviewer: 'Grace Hopper',
  otherReviewer: 'Νίκος Σιδέρης',
  auditor: '王小明',
} as const

/** The page where one chooses who to be. */
export class SignIn {
  readonly page: Page
  readonly heading
  readonly demonstration
  private readonly origin: string

  constructor(page: Page, origin: string) {
    this.page = page
    this.origin = origin
    this.heading = page.getByRole('heading', { name: 'Sign in', exact: true })
    this.demonstration = page.getByRole('note').filter({ hasText: 'This is a demonstration.' })
  }

  async open(to?: string): Promise<void> {
    await this.page.goto(`${this.origin}/sign-in${to === undefined ? '' : `?to=${encodeURIComponent(to)}`}`)
  }

  /** Presses an account's button. */
  async pick(name: string): Promise<void> {
    await this.page.getByRole('button', { name }).click()
  }

  /** Signs in as somebody and goes to a path. */
  async as(name: string, to: string): Promise<void> {
    await this.open(to)
    await this.pick(name)
    await expect(this.page).not.toHaveURL(/sign-in/)
    await expect(this.page.getByRole('banner').getByRole('button', { name })).toBeVisible()
  }
}
