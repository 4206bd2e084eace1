import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { type Row, ReviewsApi } from '../reviews-api.ts'
import type { EnginePage, Target } from './engine-page.ts'
import { sizes } from './expect-whole.ts'

const review = 'Q4 Salesforce admins'

/** What a test does in the reviews again and again, and what the server has of their rows. */
export class ReviewWalk {
  private readonly page: EnginePage
  private readonly api: ReviewsApi
  private id = ''

  constructor(page: EnginePage) {
    this.page = page
    this.api = new ReviewsApi(page.engine)
  }

  /** Signs in as an account of the demonstration. */
  async signIn(name: string): Promise<void> {
    await this.page.engine.resize(sizes.wide)
    await this.page.open('/sign-in')
    const hint = await this.api.signIn(name)
    // A page that remembers somebody else would load once more.
    await this.page.engine.evaluate((text) => localStorage.setItem('countersign.session', text), hint)
  }

  /** Opens the rows of the large review as somebody, with a filter; gives its id. */
  async openReview(name: string, search = ''): Promise<string> {
    await this.signIn(name)
    this.id = await this.api.certification(review)
    await this.page.open(`/reviews/${this.id}${search}`)
    await this.page.first({ role: 'button', name: 'Keys' })
    await this.page.first({ role: 'button', name: /^Accept: / })
    return this.id
  }

  /** Opens the first row by a press on its first cell, and gives the title of its drawer, which names the row. */
  async openRow(): Promise<string> {
    // The cell before it holds the box of the row.
    await this.page.press({ role: 'gridcell', name: /\w/, within: { role: 'row' } })
    return (await this.page.first({ role: 'dialog', name: /, / })).name
  }

  /** Moves the mark to the next row with the keyboard, and gives that row's name. */
  async markNextRow(): Promise<string> {
    await this.page.engine.evaluate(() => document.querySelector<HTMLElement>('[role="grid"]')?.focus(), null)
    await this.page.engine.press('ArrowDown')
    // Keys that follow each other faster, after a dialog, are not taken for commands.
    await sleep(400)
    return await this.page.engine.evaluate(() => {
      const id = document.activeElement?.getAttribute('aria-activedescendant') ?? ''
      const button = document.getElementById(id)?.querySelector('[aria-label^="Accept: "]')
      return button?.getAttribute('aria-label')?.replace('Accept: ', '') ?? ''
    }, null)
  }

  /** Writes into the text field of an open dialog. */
  async write(dialog: Target, text: string): Promise<void> {
    await this.page.press({ role: 'textbox', within: dialog })
    await this.page.engine.type(text)
  }

  /** Closes an open dialog by Esc, opens it again, and closes it by a press beside it. */
  async closeBoth(name: string, reopen: () => Promise<void>): Promise<void> {
    const dialog: Target = { role: 'dialog', name }
    await this.page.engine.press('Escape')
    await this.page.gone(dialog)
    await reopen()
    await this.page.first(dialog)
    await this.page.engine.click({ x: 60, y: sizes.wide.height / 2 })
    await this.page.gone(dialog)
  }

  /** All rows of the review as the server has them. */
  async rows(): Promise<readonly Row[]> {
    return await this.api.rows(this.id)
  }

  /** The row of that name as the server has it. */
  async rowCalled(name: string): Promise<Row> {
    const row = (await this.rows()).find((one) => nameOf(one) === name)
    if (!row) throw new Error(`there is no row ${name}`)
    return row
  }

  /** Expects that what is done changes the row of that name alone, on the server. */
  async expectChange(name: string, change: Partial<Row>, act: () => Promise<void>): Promise<void> {
    const before = await this.rows()
    await act()
    await this.expectChanged(before, name, change)
  }

  /** Expects that of these rows the one of that name has changed on the server, so and no other. */
  async expectChanged(before: readonly Row[], name: string, change: Partial<Row>): Promise<void> {
    const decided = ({ decision, notes, signed_off_state }: Row) => ({ decision, notes, signed_off_state })
    const wanted = before.map((row) => [
      nameOf(row),
      { ...decided(row), ...(nameOf(row) === name && change) },
    ])
    const now = async () => (await this.rows()).map((row) => [nameOf(row), decided(row)])
    await expect.poll(now, { timeout: 60_000 }).toEqual(wanted)
  }
}

function nameOf({ source, destination }: Row): string {
  return `${source.name}, ${destination.name}`
}
