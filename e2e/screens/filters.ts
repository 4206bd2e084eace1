import type { Locator, Page } from '@playwright/test'

type Bound = 'Beginning' | 'End'

/** The filter controls: a button a field with a panel behind it, or all of them in a sheet. */
export class Filters {
  readonly page: Page
  readonly bar
  readonly note
  readonly clearAllButton
  readonly sheetButton
  readonly addButton
  readonly sheet

  constructor(page: Page) {
    this.page = page
    this.bar = page.getByRole('group', { name: 'Filters' })
    this.note = this.bar.getByText('set in the query')
    this.clearAllButton = this.bar.getByRole('button', { name: 'Clear all' })
    this.addButton = this.bar.getByRole('button', { name: '+ Filter' })
    this.sheetButton = this.bar.getByRole('button', { name: /^Filters/ })
    this.sheet = page.getByRole('dialog', { name: 'Filters' })
  }

  /** The button of a field; its name goes on with what it is filtered by. */
  chip(label: string): Locator {
    // That of the range of time stands beside the title.
    const [place, name] =
      label === 'Started' ? [this.page, /^Started:/] : [this.bar, new RegExp(`^${label}(:|$)`)]
    return place.getByRole('button', { name })
  }

  /** The control of a field: behind its button, or behind that which adds a filter. */
  panel(label: string): Locator {
    const added = this.page.getByRole('dialog', { name: 'Add a filter' }).filter({ hasText: label })
    return this.page.getByRole('dialog', { name: label, exact: true }).or(added)
  }

  async openPanel(label: string): Promise<Locator> {
    await this.addButton.waitFor()
    if ((await this.chip(label).count()) > 0) await this.chip(label).click()
    else {
      await this.addButton.click()
      await this.page.getByRole('option', { name: new RegExp(`^${label} [a-z_]+$`) }).click()
    }
    return this.panel(label)
  }

  async apply(label: string): Promise<void> {
    await this.panel(label).getByRole('button', { name: 'Apply' }).click()
  }

  async clear(label: string): Promise<void> {
    const panel = await this.openPanel(label)
    await panel.getByRole('button', { name: 'Clear' }).click()
  }

  /** Ticks choices by their wire names. */
  async choose(label: string, ...names: readonly string[]): Promise<void> {
    const panel = await this.openPanel(label)
    for (const name of names) await panel.getByRole('checkbox', { name: new RegExp(`\\b${name}$`) }).check()
    await this.apply(label)
  }

  /** Compares a text; without `operator` the field has only one. */
  async compare(label: string, operator: string | undefined, value: string): Promise<void> {
    const panel = await this.openPanel(label)
    if (operator) await panel.getByLabel('Operator').selectOption({ label: operator })
    await panel.getByLabel(label, { exact: true }).fill(value)
    await this.apply(label)
  }

  async answer(label: string, answer: 'Any' | 'Yes' | 'No'): Promise<void> {
    const panel = await this.openPanel(label)
    await panel.getByRole('radio', { name: answer }).check()
    await this.apply(label)
  }

  async number(label: string, value: number): Promise<void> {
    const panel = await this.openPanel(label)
    await panel.getByRole('spinbutton').fill(String(value))
    await this.apply(label)
  }

  /** Sets one end of a span of time, as the clock on the wall shows it. */
  async time(label: string, bound: Bound, operator: string, wall: string): Promise<void> {
    const panel = await this.openPanel(label)
    await this.operatorOf(panel, bound).selectOption({ label: operator })
    await panel.getByLabel(new RegExp(`^${bound}`)).fill(wall)
    await this.apply(label)
  }

  async preset(label: string, name: string): Promise<void> {
    const panel = await this.openPanel(label)
    await panel.getByRole('button', { name, exact: true }).click()
  }

  operatorOf(panel: Locator, bound: Bound): Locator {
    return panel.getByRole('combobox', { name: `Operator of the ${bound.toLowerCase()}` })
  }
}
