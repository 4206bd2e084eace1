import type { Locator, Page, Request } from '@playwright/test'

/** The rows of one certification, and what opens over them. */
export class Review {
  readonly page: Page
  readonly grid
  readonly rows
  /** Rows whose content is not here yet: keys leave them alone. */
  readonly loadingRows
  readonly count
  /** The count of a list that is narrowed. */
  readonly answered
  readonly noteDialog
  readonly conflict
  /** Whatever dialog is open, once it is there. */
  readonly drawer
  readonly toolbar
  /** What scrolls the rows. */
  readonly scroller
  /** What is said of keys and rows, below the table. */
  readonly notice
  readonly activeRow
  readonly unsent

  constructor(page: Page) {
    this.page = page
    this.grid = page.getByRole('grid', { name: 'Rows of the review' })
    this.rows = this.grid.getByRole('rowgroup').last().getByRole('row')
    this.loadingRows = this.rows.filter({ hasText: /^Loading …$/ })
    this.count = page.getByRole('status').filter({ hasText: /^[\d,]+ (matching )?rows?$/ })
    this.answered = page.getByRole('status').filter({ hasText: /^[\d,]+ matching rows?$/ })
    this.noteDialog = page.getByRole('dialog', { name: 'Reject this access' })
    this.conflict = page.getByRole('dialog', {
      name: /^(A colleague has changed this row|You changed this row in another window)$/,
    })
    this.drawer = page.locator('dialog[open]:not([data-keys="opening"])')
    this.scroller = page.locator(':has(> [data-grid])')
    this.notice = page.locator('[data-notice]')
    this.activeRow = this.grid.locator('[data-active]')
    this.unsent = page.getByText(/(on this device|saving…|stay on this page)$/)
    this.toolbar = page.getByRole('button', { name: 'Keys', exact: true })
  }

  /** A tab of the usual questions. */
  tab(label: string): Locator {
    const tabs = this.page.getByRole('navigation', { name: 'Rows by decision' })
    return tabs.getByRole('link', { name: new RegExp(`^${label}( [\\d,]+)?$`) })
  }

  accept(row: Locator): Locator {
    return row.getByRole('button', { name: /^Accept/ })
  }

  reject(row: Locator): Locator {
    return row.getByRole('button', { name: /^Reject/ })
  }

  /** Words that screen readers are told. */
  said(words: RegExp): Locator {
    return this.page.getByRole('status').filter({ hasText: words })
  }

  /** The next request for the positions of a list: the texts that its filters have become. */
  async nextFilters(): Promise<{ filter: string | null; mutable_filter: string | null }> {
    const request: Request = await this.page.waitForRequest(/\/positions\?/)
    const { searchParams } = new URL(request.url())
    return { filter: searchParams.get('filter'), mutable_filter: searchParams.get('mutable_filter') }
  }
}
