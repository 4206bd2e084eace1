import type { Page } from '@playwright/test'
import { faults } from '../axe.ts'
import { awkwardEvents, richEvent } from '#testing/many-events.ts'
import { expect, test } from '../fixtures.ts'
import type { EventDrawer } from '../screens/event-drawer.ts'
import type { Filters } from '../screens/filters.ts'
import type { QueryBox } from '../screens/query-box.ts'
import { listUrls, type WorkflowActions } from '../screens/workflow-actions.ts'

/** Rows cost the page most of its time; one state has them all, the others have these. */
const fewRows = 'policy_task=eq:task-0100'
const wide = { width: 1440, height: 900 }
const narrow = { width: 390, height: 844 }

type Screens = {
  readonly page: Page
  readonly tab: WorkflowActions
  readonly filters: Filters
  readonly query: QueryBox
  readonly drawer: EventDrawer
}

type State = {
  /** Brings the state about in a page that has shown nothing yet. */
  readonly reach: (screens: Screens) => Promise<void>
  /** The widths at which there is such a state; both unless it says otherwise. */
  readonly at?: readonly (typeof wide)[]
  readonly announce?: RegExp
  readonly everyRow?: boolean
}

/** A panel of the filter bar; a narrow window has the sheet instead. */
const panel = (label: string): State => ({
  at: [wide],
  async reach({ tab, filters }) {
    await tab.open(fewRows)
    await expect(tab.count).toBeVisible()
    await expect(await filters.openPanel(label)).toBeVisible()
  },
})

const states: Readonly<Record<string, State>> = {
  'the list': {
    everyRow: true,
    async reach({ tab }) {
      await tab.open()
      await expect(tab.count).toBeVisible()
      await expect(tab.legendButton).toBeVisible()
      await expect(tab.freshness).toBeVisible()
    },
  },
  'the list with filters, an order and every column': {
    async reach({ tab, page }) {
      await page.addInitScript(() =>
        localStorage.setItem('countersign.workflow-actions.columns', '{"extraction_event":true}'),
      )
      await tab.open('policy_task=eq:task-0100&started_at=ge:2026-01-01T00:00:00Z&order_by=state')
      await expect(tab.count).toBeVisible()
    },
  },
  'the list with a row that has the focus': {
    async reach({ tab }) {
      await tab.open('state=HALF_DONE&state=ERRORED&action_type=BRAND_NEW_TYPE')
      await expect(tab.count).toBeVisible()
      await tab.grid.focus()
      await tab.page.keyboard.press('ArrowDown')
    },
  },
  'the panel of choices': panel('State'),
  'the panel of many choices': panel('Action type'),
  'the panel of a text': panel('Identity'),
  'the panel of a truth': panel('Changes'),
  'the panel of a number': panel('Jobs'),
  'the panel of a time': panel('Started'),
  'the sheet of filters': {
    at: [narrow],
    async reach({ tab, filters }) {
      await tab.open('state=ERRORED&identity_name=co:smith')
      await expect(tab.count).toBeVisible()
      await filters.sheetButton.click()
      await expect(filters.sheet).toBeVisible()
    },
  },
  'the legend': {
    async reach({ tab }) {
      await tab.open(fewRows)
      await tab.legendButton.click()
      await expect(tab.legend).toBeVisible()
    },
  },
  'the choice of columns': {
    async reach({ tab, page }) {
      await tab.open(fewRows)
      await tab.columnsButton.click()
      await expect(page.getByRole('dialog', { name: 'Columns' })).toBeVisible()
    },
  },
  'a tooltip': {
    at: [wide],
    async reach({ tab, page }) {
      await tab.open('policy_task=eq:rich-task')
      // Tooltips come with the toolbar, behind the rows.
      await expect(tab.legendButton).toBeVisible()
      await tab.row(0).getByText('Failed').first().hover()
      await expect(page.getByRole('tooltip')).toBeVisible()
    },
  },
  'the drawer': {
    async reach({ drawer }) {
      await drawer.open(richEvent)
      await expect(drawer.entry('Origin', 'File')).toBeVisible()
    },
  },
  'the drawer of an event that is not there': {
    announce: /404/,
    async reach({ drawer }) {
      await drawer.open({ policy_task: 'no-such-task', action_name: 'nothing' })
      await expect(drawer.panel.getByRole('heading', { name: 'There is no such event' })).toBeVisible()
    },
  },
  'completion in the query box': {
    async reach({ tab, query }) {
      await tab.open(fewRows)
      await query.type('st')
      await query.input.press('ArrowDown')
      await expect(query.completions).toBeVisible()
    },
  },
  'a mistake in the query box': {
    async reach({ tab, query }) {
      await tab.open(fewRows)
      await query.submit('state eq "ERRORED" and nme eq "x"')
      await expect(query.message).toBeVisible()
    },
  },
  'a filter that cannot be read': {
    async reach({ tab, query }) {
      await tab.open({ filter: 'identity_name co "smith' })
      await expect(query.message).toBeVisible()
      await expect(tab.alert).toBeVisible()
    },
  },
  'a query that columns cannot say': {
    async reach({ tab, filters }) {
      await tab.open({
        filter:
          'not (state eq "COMPLETED") and policy_id eq "policy-1" and jobs_started eq 0 and state eq "BLOCKED"',
      })
      await expect(filters.note).toBeVisible()
      await expect(tab.count).toBeVisible()
    },
  },
  'parameters that cannot be read': {
    async reach({ tab }) {
      await tab.open(`${fewRows}&sate=ERRORED&started_at=yesterday`)
      await expect(tab.button('Show without them')).toBeVisible()
      await expect(tab.legendButton).toBeVisible()
    },
  },
  'no row for a filter': {
    async reach({ tab }) {
      await tab.open('identity_name=co:nobody+of+that+name')
      await expect(tab.button('Clear the filter')).toBeVisible()
    },
  },
  'rows on their way': {
    async reach({ tab, page }) {
      await page.route(listUrls, () => {
        // Never answered.
      })
      await tab.open()
      await expect(tab.skeleton).toBeAttached()
      await expect(tab.legendButton).toBeVisible()
    },
  },
  'rows that could not be read': {
    announce: /ERR_CONNECTION_FAILED/,
    async reach({ tab, page }) {
      await page.route(listUrls, (route) => route.abort('connectionfailed'))
      await tab.open()
      await expect(tab.button('Try again')).toBeVisible()
      await expect(tab.legendButton).toBeVisible()
    },
  },
  'no page of that address': {
    announce: /404/,
    async reach({ page }) {
      await page.goto('/no-such-page')
      await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible()
    },
  },
  'the page about the API': {
    async reach({ page }) {
      await page.goto('/docs')
      await expect(page.getByRole('heading', { name: 'API of Countersign' })).toBeVisible()
    },
  },
}

for (const [name, { reach, at = [wide, narrow], announce, everyRow = false }] of Object.entries(states)) {
  const widths = at.map(({ width }) => width).join(' and ')
  test(`axe finds nothing at fault in ${name}, at ${widths} px`, async ({
    page,
    tab,
    filters,
    query,
    drawer,
    troubles,
  }) => {
    if (announce) troubles.announce(announce)
    const [first = wide, ...others] = at
    await page.setViewportSize(first)
    await reach({ page, tab, filters, query, drawer })
    expect(await faults(page, others, { everyRow })).toEqual([])
  })
}

for (const viewport of [wide, narrow]) {
  test.describe(`${viewport.width} px`, () => {
    test.use({ viewport })
    test('axe finds nothing at fault on an empty server, nor with a demonstration', async ({
      page,
      tab,
      freshServer,
    }) => {
      await tab.open('', freshServer.url)
      await expect(page.getByRole('heading', { name: 'No events yet' })).toBeVisible()
      await expect(tab.legendButton).toBeVisible()
      expect(await faults(page)).toEqual([])
      await freshServer.demo(5)
      await page.reload()
      await expect(page.getByRole('note')).toBeVisible()
      await expect(tab.count).toBeVisible()
      expect(await faults(page)).toEqual([])
    })
  })
}

test('the language and the title of every page are given', async ({ page, tab, drawer }) => {
  await tab.open()
  await expect(tab.count).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  const [event] = awkwardEvents
  if (event) await drawer.open(event)
  await expect(page).toHaveTitle('Workflow action · Countersign')
})
