import type { Page } from '@playwright/test'

/** What stands around every screen. */
export class Frame {
  readonly skipLink
  readonly activityLink
  readonly zone
  readonly theme
  readonly account

  constructor(page: Page) {
    const header = page.getByRole('banner')
    this.skipLink = page.getByRole('link', { name: 'Skip to the content' })
    this.activityLink = header.getByRole('link', { name: 'Activity' })
    this.zone = header.getByRole('combobox', { name: 'Time zone' })
    this.theme = header.getByRole('combobox', { name: 'Theme' })
    this.account = header.getByText('local auditor')
  }
}
