import { expect, type Locator, type Page } from '@playwright/test'
import { Review } from './review.ts'

/** The list of workflows and certifications. */
export class ReviewsList {
  readonly page: Page
  readonly table
  readonly rows
  readonly count
  readonly find
  readonly order
  readonly newButton
  readonly workflows
  private readonly origin: string

  constructor(page: Page, origin: string) {
    this.page = page
    this.origin = origin
    this.table = page.getByRole('table', { name: /^Reviews/ })
    this.rows = this.table.locator('tbody').getByRole('row')
    this.count = page.getByRole('status').filter({ hasText: /\breviews?$/ })
    this.find = page.getByRole('searchbox', { name: 'Find', exact: true })
    this.order = page.getByRole('combobox', { name: 'Order' })
    this.newButton = page.getByRole('button', { name: 'New review' })
    this.workflows = page.getByRole('region', { name: 'Workflows' })
  }

  async open(search = ''): Promise<void> {
    await this.page.goto(`${this.origin}/reviews${search}`)
  }

  /** What the certifications are called, in their order. */
  async names(): Promise<readonly string[]> {
    return await this.table.getByRole('rowheader').allInnerTexts()
  }

  row(name: string): Locator {
    return this.rows.filter({ hasText: name })
  }

  phase(label: string): Locator {
    return this.page.getByRole('checkbox', { name: label })
  }

  /** Opens a certification on what is still to decide, and waits until the rows in view are there. */
  async openToDecide(name: string): Promise<void> {
    const review = new Review(this.page)
    await this.openCertification(name)
    await review.tab('To decide').click()
    await expect(review.answered).toBeVisible()
    await expect(review.loadingRows).toHaveCount(0)
  }

  async openCertification(name: string): Promise<void> {
    await this.page.getByRole('link', { name, exact: true }).click()
  }

  /** Opens what can be done to a certification as a whole. */
  async manage(name: string): Promise<Locator> {
    await this.page.getByRole('button', { name: `Manage ${name}` }).click()
    return this.page.getByRole('dialog', { name: `Manage ${name}` })
  }
}
