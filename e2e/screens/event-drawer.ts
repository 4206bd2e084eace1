import type { Locator, Page } from '@playwright/test'
import type { EventKey } from '#testing/many-events.ts'
import { tabPath } from './workflow-actions.ts'

/** The address of one event below the tab. */
export function eventAddress({ policy_task, action_name }: EventKey): string {
  return `${tabPath}/${encodeURIComponent(policy_task)}/${encodeURIComponent(action_name)}`
}

/** One event over the list. */
export class EventDrawer {
  readonly page: Page
  readonly panel
  readonly title
  readonly closeButton
  readonly nextButton
  readonly previousButton

  constructor(page: Page) {
    this.page = page
    this.panel = page.getByRole('dialog')
    this.title = this.panel.getByRole('heading', { level: 2 })
    this.closeButton = this.panel.getByRole('button', { name: 'Close' })
    this.nextButton = this.panel.getByRole('button', { name: /^Next event/ })
    this.previousButton = this.panel.getByRole('button', { name: /^Previous event/ })
  }

  async open(event: EventKey, search = ''): Promise<void> {
    await this.page.goto(eventAddress(event) + search)
  }

  section(heading: string): Locator {
    const title = this.page.getByRole('heading', { name: heading, exact: true })
    return this.panel.locator('section').filter({ has: title })
  }

  /** A term of a section with what is said of it. */
  entry(heading: string, term: string): Locator {
    const word = this.page.getByRole('term').filter({ hasText: term })
    return this.section(heading).locator('dl > div').filter({ has: word }).getByRole('definition')
  }

  /** Presses the button that copies the link and gives what is on the clipboard then. */
  async copyLink(): Promise<string> {
    await this.panel.getByRole('button', { name: 'Copy link' }).click()
    await this.panel.getByRole('button', { name: 'Copied' }).waitFor()
    return await this.page.evaluate(() => navigator.clipboard.readText())
  }
}
