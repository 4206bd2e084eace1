import { expect, type Page } from '@playwright/test'
import { Review } from './screens/review.ts'

const accepted = 'RESULT_DECISION_ACCEPTED'
const rejected = 'RESULT_DECISION_REJECTED'
const none = 'RESULT_DECISION_NONE'

/** One decision as the log of its row tells it. */
export type Pressed = { readonly decision: string; readonly note: string }

/** After a dialog has closed, keys do nothing for a while: they may have been meant for it. In milliseconds. */
const afterDialogMs = 400

/** Decides rows as a reviewer does, one after the other, and keeps what was pressed. */
export class DecisionBook {
  /** What was pressed for each row, in order. */
  readonly pressed = new Map<number, Pressed[]>()
  /** A text that stands in every reason. */
  readonly reason: string
  /** How many decisions were pressed. */
  count = 0
  private units = 0

  constructor(reason: string) {
    this.reason = reason
  }

  /** The position of the next row that nothing was pressed for; rows are decided in their order. */
  get position(): number {
    return this.pressed.size
  }

  /** Opens the review so that keys act on the next row. */
  async open(page: Page, url: string, ids: readonly number[]): Promise<void> {
    const review = new Review(page)
    await page.goto(`${url}/rows/${ids[this.position]}`)
    await expect(review.drawer.getByRole('heading').first()).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(review.drawer).toBeHidden()
    await expect(review.toolbar).toBeVisible()
    await review.grid.focus()
    await pause(page)
    await this.isAt(review)
  }

  /** Presses at least so many decisions: most rows once, some with a reason, some three times in a row. */
  async decide(page: Page, ids: readonly number[], times: number): Promise<void> {
    const review = new Review(page)
    for (const until = this.count + times; this.count < until; this.units += 1) {
      await this.isAt(review)
      const id = ids[this.position]
      if (id === undefined) throw new Error('there are too few rows for so many decisions')
      if (this.units % 9 === 4) await this.rejectWithReason(page, review, id)
      else if (this.units % 5 === 3 && until - this.count >= 3) await this.acceptTwice(page, id)
      else await this.press(page, 'a', id, accepted)
    }
  }

  /** Accepts the next row. */
  async accept(page: Page, ids: readonly number[]): Promise<number> {
    const id = ids[this.position]
    if (id === undefined) throw new Error('there are too few rows for so many decisions')
    await this.isAt(new Review(page))
    await this.press(page, 'a', id, accepted)
    return id
  }

  /** A decision was made in another way than by `decide`. */
  replaceLast(id: number, pressed: Pressed): void {
    this.pressed.get(id)?.splice(-1, 1, pressed)
  }

  /** Three decisions of one row, each on its way before the one before is answered. */
  private async acceptTwice(page: Page, id: number): Promise<void> {
    await this.press(page, 'a', id, accepted)
    // It leads back to the row.
    await this.press(page, 'u', id, none)
    await this.press(page, 'a', id, accepted)
  }

  private async rejectWithReason(page: Page, review: Review, id: number): Promise<void> {
    const note = `${this.reason} ${this.count}`
    await page.keyboard.press('r')
    await review.noteDialog.getByRole('textbox').fill(note)
    await review.noteDialog.getByRole('button', { name: 'Reject', exact: true }).click()
    await expect(review.noteDialog).toBeHidden()
    this.note(id, { decision: rejected, note })
    await pause(page)
  }

  private async press(page: Page, key: string, id: number, decision: string): Promise<void> {
    await page.keyboard.press(key)
    this.note(id, { decision, note: '' })
  }

  private note(id: number, pressed: Pressed): void {
    this.pressed.set(id, [...(this.pressed.get(id) ?? []), pressed])
    this.count += 1
  }

  private async isAt(review: Review): Promise<void> {
    await expect(review.activeRow).toHaveAttribute('data-index', String(this.position))
    await expect(review.activeRow).not.toContainText('Loading')
  }
}

/** Waits longer than commands do after a dialog, by the page's own clock: on a busy machine its events come late. */
async function pause(page: Page): Promise<void> {
  await page.evaluate((ms) => new Promise((done) => setTimeout(done, ms)), afterDialogMs)
}
