import { readFile } from 'node:fs/promises'
import type { Locator, Page } from '@playwright/test'
import { parse } from 'csv-parse/sync'

/** The dialog that exports a list, and the page of all exports. */
export class Exports {
  readonly page: Page
  /** What opens the dialog, on a list. */
  readonly button
  readonly dialog
  /** What asks for the export. */
  readonly confirm
  /** The exports of the page. */
  readonly cards
  readonly heading

  constructor(page: Page) {
    this.page = page
    this.button = page.getByRole('button', { name: /^Export …/ })
    this.dialog = page.getByRole('dialog', { name: /^Export / })
    this.confirm = this.dialog.getByRole('button', { name: /^Export [\d,]+ (events?|rows?) as / })
    this.heading = page.getByRole('heading', { name: 'My exports' })
    this.cards = page.getByRole('list', { name: 'My exports' }).getByRole('listitem')
  }

  /** Follows a link to a file by its key, and returns the records of the CSV that is saved. */
  async saved(link: Locator): Promise<readonly Readonly<Record<string, string>>[]> {
    return parse(await this.bytes(link), { columns: true })
  }

  /** Follows a link to a file by its key, and returns what is saved. */
  async bytes(link: Locator): Promise<Buffer> {
    await link.focus()
    const [download] = await Promise.all([this.page.waitForEvent('download'), link.press('Enter')])
    return await readFile(await download.path())
  }
}
