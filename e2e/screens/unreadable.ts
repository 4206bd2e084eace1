import type { Page } from '@playwright/test'

/** What stands in place of a list while a part of its address cannot be read. */
export class Unreadable {
  readonly notice
  /** One item for each part. */
  readonly parts
  /** The parameters of the parts, as they are shown. */
  readonly named
  readonly dropButton

  constructor(page: Page) {
    this.notice = page.getByRole('alert').filter({ hasText: 'Part of this link could not be read' })
    this.parts = this.notice.getByRole('listitem')
    this.named = this.parts.getByRole('code')
    this.dropButton = this.notice.getByRole('button', { name: /^Show without (it|them)$/ })
  }
}
