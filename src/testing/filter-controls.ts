import { type BoundFunctions, type queries, screen, within } from '@testing-library/dom'
import type { OpenPage } from './render-app.tsx'

type Bound = 'Beginning' | 'End'
type Panel = BoundFunctions<typeof queries>

/** Works the filter controls of a list as a reader does: a button a field, with a panel behind it. */
export class FilterControls {
  private readonly user: OpenPage['user']

  constructor({ user }: OpenPage) {
    this.user = user
  }

  /** The row of buttons; it comes behind the rows. */
  bar(): Promise<HTMLElement> {
    return screen.findByRole('group', { name: 'Filters' })
  }

  /** The button of a field; its name goes on with what it is filtered by. That of the range of time stands outside of the row. */
  async chip(label: string): Promise<HTMLElement> {
    const bar = within(await this.bar())
    const inRow = bar.queryByRole('button', { name: new RegExp(`^${label}\\s*(:|$)`) })
    return inRow ?? screen.getByRole('button', { name: new RegExp(`^${label}:`) })
  }

  /** Opens the control of a field, by its button or where there is none by that which adds one. */
  async openPanel(label: string): Promise<Panel> {
    const bar = await this.bar()
    const buttons = screen.queryAllByRole('button', { name: new RegExp(`^${label}\\s*(:|$)`) })
    const chip = buttons.find((button) => bar.contains(button) || button.getAttribute('aria-label'))
    if (!chip) return this.add(label)
    await this.user.click(chip)
    return within(await screen.findByRole('dialog', { name: label }))
  }

  /** Finds a field that has no button yet, and opens its control. */
  private async add(label: string): Promise<Panel> {
    await this.user.click(within(await this.bar()).getByRole('button', { name: '+ Filter' }))
    const panel = within(await screen.findByRole('dialog', { name: 'Add a filter' }))
    await this.user.click(panel.getByRole('option', { name: new RegExp(`^${label} [a-z_]+$`) }))
    return panel
  }

  /** Ticks choices by their wire names. */
  async choose(label: string, ...names: readonly string[]): Promise<void> {
    const panel = await this.openPanel(label)
    for (const name of names)
      await this.user.click(panel.getByRole('checkbox', { name: new RegExp(`\\b${name}$`) }))
    await this.apply(panel)
  }

  /** Compares a text; without `operator` the field has only one. */
  async compare(label: string, operator: string | undefined, value: string): Promise<void> {
    const panel = await this.openPanel(label)
    if (operator !== undefined) await this.user.selectOptions(panel.getByLabelText('Operator'), operator)
    await this.fill(panel.getByLabelText(label), value)
    await this.apply(panel)
  }

  async answer(label: string, answer: 'Any' | 'Yes' | 'No'): Promise<void> {
    const panel = await this.openPanel(label)
    await this.user.click(panel.getByRole('radio', { name: answer }))
    await this.apply(panel)
  }

  async number(label: string, value: number): Promise<void> {
    const panel = await this.openPanel(label)
    await this.fill(panel.getByRole('spinbutton'), String(value))
    await this.apply(panel)
  }

  /** Sets one end of a span of time, as the clock on the wall shows it. */
  async time(label: string, bound: Bound, operator: string, wall: string): Promise<void> {
    const panel = await this.openPanel(label)
    await this.user.selectOptions(this.operatorOf(panel, bound), operator)
    const field = panel.getByLabelText(new RegExp(`^${bound}`))
    await this.fill(field, wall)
    await this.apply(panel)
  }

  /** Presses a button of a field's panel: a preset of time, Clear. */
  async press(label: string, button: string): Promise<void> {
    const panel = await this.openPanel(label)
    await this.user.click(panel.getByRole('button', { name: button }))
  }

  /** Closes the panel that is open. */
  async close(): Promise<void> {
    for (const button of screen.getAllByRole('button', { expanded: true }))
      if (button.getAttribute('aria-haspopup')) await this.user.click(button)
  }

  operatorOf(panel: Panel, bound: Bound): HTMLElement {
    return panel.getByRole('combobox', { name: `Operator of the ${bound.toLowerCase()}` })
  }

  private async fill(field: HTMLElement, value: string): Promise<void> {
    // It has the focus then.
    await this.user.clear(field)
    if (value !== '') await this.user.paste(value)
  }

  private async apply(panel: Panel): Promise<void> {
    await this.user.click(panel.getByRole('button', { name: 'Apply' }))
  }
}
