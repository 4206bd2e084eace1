import type { Locator, Page, Request } from '@playwright/test'
import type { EventKey } from '#testing/many-events.ts'

export const tabPath = '/activity/workflow-actions'
const listPath = '/api/private/lifecycle_management/action_events'

/** The rows of the Workflow Actions tab and what stands around them. */
export class WorkflowActions {
  readonly page: Page
  readonly grid
  readonly headers
  readonly rows
  readonly count
  readonly skeleton
  readonly alert
  readonly refreshButton
  readonly freshness
  readonly legendButton
  readonly legend
  readonly columnsButton

  constructor(page: Page) {
    this.page = page
    this.grid = page.getByRole('grid', { name: 'Workflow actions' })
    this.headers = this.grid.getByRole('columnheader')
    this.rows = this.grid.getByRole('rowgroup').last().getByRole('row')
    this.count = page.getByRole('status').filter({ hasText: /loaded$/ })
    this.skeleton = page.getByText('Loading workflow actions')
    this.alert = page.getByRole('alert')
    this.refreshButton = page.getByRole('button', { name: 'Refresh' })
    this.freshness = page.getByText(/^Last import /)
    this.legendButton = page.getByRole('button', { name: 'Legend' })
    this.legend = page.getByRole('dialog', { name: 'What states, action types and keys mean' })
    this.columnsButton = page.getByRole('button', { name: 'Columns' })
  }

  /** Opens the tab with the parameters given, at another server when one is given. */
  async open(search: string | Readonly<Record<string, string>> = '', origin = ''): Promise<void> {
    const params = new URLSearchParams(search).toString()
    await this.page.goto(`${origin}${tabPath}${params && '?'}${params}`)
  }

  /** The parameters of the address, as they stand there. */
  params(): string[][] {
    return [...new URL(this.page.url()).searchParams]
  }

  /** What the cells that are drawn say, by the word in their header, row by row. */
  async cells(): Promise<Record<string, string>[]> {
    // Before it there may be a picture of the first rows, whose table is no grid.
    await this.grid.waitFor()
    const words = await this.headers.allInnerTexts()
    const rows = await this.rows.evaluateAll((found) =>
      found.map((row) => [...row.children].map((cell) => cell.textContent)),
    )
    return rows.map((row) => Object.fromEntries(words.map((word, place) => [word, row[place] ?? ''])))
  }

  /** Which events are drawn, in their order. */
  async shown(): Promise<EventKey[]> {
    const rows = await this.cells()
    return rows.map((row) => ({ policy_task: row['Task'] ?? '', action_name: row['Action'] ?? '' }))
  }

  row(index: number): Locator {
    return this.rows.nth(index)
  }

  async openRow(index: number): Promise<void> {
    await this.row(index).getByRole('gridcell').nth(1).click()
  }

  async sortBy(header: string): Promise<void> {
    await this.sortButton(header).click()
  }

  header(name: string): Locator {
    return this.grid.getByRole('columnheader', { name, exact: true })
  }

  sortButton(header: string): Locator {
    return this.header(header).getByRole('button')
  }

  /** Turns the wheel over the rows. */
  async scroll(pixels: number): Promise<void> {
    const box = await this.grid.boundingBox()
    await this.page.mouse.move((box?.x ?? 0) + 400, (box?.y ?? 0) + 200)
    await this.page.mouse.wheel(0, pixels)
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true })
  }

  /** The next request for rows, and its `filter` and `order_by`. */
  async nextList(): Promise<{ filter: string | null; order: string | null; request: Request }> {
    const request = await this.page.waitForRequest((one) => new URL(one.url()).pathname === listPath)
    const { searchParams } = new URL(request.url())
    return { filter: searchParams.get('filter'), order: searchParams.get('order_by'), request }
  }
}

/** Matches every request for rows or for one event. */
export const listUrls = (url: URL): boolean => url.pathname === listPath
