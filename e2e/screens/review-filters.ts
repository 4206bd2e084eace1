import type { Locator, Page } from '@playwright/test'

/** The filter controls of a review: a button a field, one for any attribute, and the written queries. */
export class ReviewFilters {
  readonly page: Page
  private readonly bars

  constructor(page: Page) {
    this.page = page
    this.bars = page.getByRole('group', { name: /^(Access|Review) filters$/ })
  }

  /** The button of a field; its name goes on with what it is filtered by. */
  chip(label: string): Locator {
    return this.bars.getByRole('button', { name: new RegExp(`^${label}(: .* ".*|$)`) })
  }

  /** Compares a text. */
  async compare(label: string, operator: string, value: string): Promise<void> {
    await this.chip(label).click()
    await fill(this.page.getByRole('dialog', { name: label, exact: true }), operator, value)
  }

  /** Compares an attribute that has no button yet. */
  async attribute(label: string, operator: string, value: string): Promise<void> {
    await this.page.getByRole('button', { name: 'More …' }).click()
    const panel = this.page.getByRole('dialog', { name: 'Filter by an attribute' })
    await panel.getByRole('combobox', { name: 'Attribute' }).selectOption({ label })
    await fill(panel, operator, value)
  }

  /** Ticks choices by their wire names. */
  async choose(label: string, ...names: readonly string[]): Promise<void> {
    await this.chip(label).click()
    const panel = this.page.getByRole('dialog', { name: label, exact: true })
    for (const name of names) await panel.getByRole('checkbox', { name: new RegExp(`(^| )${name}$`) }).check()
    await panel.getByRole('button', { name: 'Apply' }).click()
  }

  /** Writes a text and sends it. */
  async write(label: string, text: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Query', exact: true }).click()
    const box = this.page.getByRole('combobox', { name: label, exact: true })
    await box.fill(text)
    await box.press('Enter')
  }
}

async function fill(panel: Locator, operator: string, value: string): Promise<void> {
  await panel.getByRole('combobox', { name: 'Operator' }).selectOption({ label: operator })
  await panel.getByRole('textbox').fill(value)
  await panel.getByRole('button', { name: 'Apply' }).click()
}
