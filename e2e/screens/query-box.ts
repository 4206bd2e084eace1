import type { Locator, Page } from '@playwright/test'

/** The filter as text. */
export class QueryBox {
  readonly input
  readonly form
  readonly message
  readonly mark
  readonly completions
  readonly applyButton
  readonly openButton

  constructor(page: Page) {
    this.openButton = page.getByRole('button', { name: 'Query', exact: true })
    this.input = page.getByRole('combobox', { name: 'Query' })
    this.form = page.locator('form').filter({ has: this.input })
    this.message = this.form.getByRole('paragraph')
    // For the eye only: the message says the place in words.
    this.mark = this.form.locator('mark')
    this.completions = page.getByRole('listbox', { name: 'What may come next' })
    this.applyButton = this.form.getByRole('button', { name: 'Apply' })
  }

  completion(text: string): Locator {
    return this.completions.getByRole('option').filter({ hasText: text })
  }

  /** Opens it where it does not stand open already. */
  async open(): Promise<void> {
    if ((await this.openButton.getAttribute('aria-expanded')) === 'false') await this.openButton.click()
  }

  async type(text: string): Promise<void> {
    await this.open()
    await this.input.fill(text)
  }

  async submit(text: string): Promise<void> {
    await this.type(text)
    await this.input.press('Enter')
  }
}
