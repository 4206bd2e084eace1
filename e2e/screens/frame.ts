import type { Page } from '@playwright/test'

/** What stands around every screen. */
export class Frame {
  readonly skipLink
  readonly activityLink
  readonly reviewsLink
  readonly zone
  readonly theme
  readonly account
  readonly accountMenu
  private readonly header

  constructor(page: Page) {
    const header = page.getByRole('banner')
    this.header = header
    this.skipLink = page.getByRole('link', { name: 'Skip to the content' })
    this.activityLink = header.getByRole('link', { name: 'Activity' })
    this.reviewsLink = header.getByRole('link', { name: 'Reviews' })
    this.zone = header.getByRole('combobox', { name: 'Time zone' })
    this.theme = header.getByRole('combobox', { name: 'Theme' })
    this.account = header.getByText('Eva Lindqvist')
    this.accountMenu = page.getByRole('dialog', { name: 'Account' })
  }

  /** Opens the menu of whoever is signed in by that name. */
  async openAccount(name: string): Promise<void> {
    await this.header.getByRole('button', { name }).click()
  }
}
