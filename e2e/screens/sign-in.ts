import { expect, type Page } from '@playwright/test'
import { ReviewsApi } from '../reviews-api.ts'
import { programs } from '../programs.ts'
import { Review } from './review.ts'

/** Demo accounts, by what they are for in the tests. */
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
    this.demonstration = page.getByRole('note').filter({ hasText: 'This is a demo.' })
  }

  async open(to?: string): Promise<void> {
    await this.page.goto(`${this.origin}/sign-in${to === undefined ? '' : `?to=${encodeURIComponent(to)}`}`)
  }

  /** Presses an account's button. */
  async pick(name: string): Promise<void> {
    await this.page.getByRole('button', { name }).click()
  }

  /** Signs in as somebody without the page that is for it; what is shown then is no page of the product. */
  async quietly(name: string): Promise<void> {
    await this.page.goto(`${this.origin}/healthz`)
    const program = programs.get(this.origin)
    if (!program) throw new Error(`no program is at ${this.origin}`)
    const { token, hint } = await program.signInAs(name)
    await this.page
      .context()
      .addCookies([
        { name: 'countersign', value: token, url: this.origin, httpOnly: true, sameSite: 'Strict' },
      ])
    await this.page.evaluate((text) => localStorage.setItem('countersign.session', text), hint)
  }

  /** Signs in as somebody and goes to a path. */
  async as(name: string, to: string): Promise<void> {
    await this.quietly(name)
    await this.page.goto(this.origin + to)
    await expect(this.page.getByRole('banner').getByRole('button', { name })).toBeVisible()
  }

  /** Signs in as somebody and opens a review by its name, not by way of the list; resolves with its id. */
  async toReview(name: string, review: string, search = ''): Promise<string> {
    await this.quietly(name)
    const id = await new ReviewsApi(this.page).certification(review)
    await this.page.goto(`${this.origin}/reviews/${id}${search}`)
    await expect(this.page.getByRole('banner').getByRole('button', { name })).toBeVisible()
    return id
  }

  /** Signs in as somebody and opens a part of a review in which rows are undecided, among others; resolves with its id. */
  async toUndecidedPart(name: string, review: string): Promise<string> {
    await this.quietly(name)
    const api = new ReviewsApi(this.page)
    const id = await api.certification(review)
    await this.page.goto(`${this.origin}/reviews/${id}${await api.undecidedPart(id)}`)
    await expect(this.page.getByRole('banner').getByRole('button', { name })).toBeVisible()
    return id
  }

  /** Signs in as somebody and opens what is still to decide of a review; waits until the rows in view are there. */
  async toDecide(name: string, review: string): Promise<string> {
    const id = await this.toReview(name, review, '?decision=RESULT_DECISION_NONE')
    const { answered, loadingRows } = new Review(this.page)
    await expect(answered).toBeVisible()
    await expect(loadingRows).toHaveCount(0)
    return id
  }
}
