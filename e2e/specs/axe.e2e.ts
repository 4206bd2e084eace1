import { awkwardEvents, richEvent } from '#testing/many-events.ts'
import { expectNoFaults, type State } from '../axe-states.ts'
import { expect, test } from '../fixtures.ts'
import type { Filters } from '../screens/filters.ts'
import { listUrls } from '../screens/workflow-actions.ts'

/** Rows cost the page most of its time; one state has them all, the others have these. */
const fewRows = 'policy_task=eq:task-0100'

/** A panel of the filter bar; a narrow window has the sheet instead. */
const panel = (filters: Filters, label: string): State => ({
  at: 'wide',
  reach: async () => await expect(await filters.openPanel(label)).toBeVisible(),
})

test('axe finds nothing at fault in the list and the drawer', async ({ page, tab, drawer, troubles }) => {
  troubles.announce(/404/)
  await expectNoFaults(page, {
    'the list': {
      everyRow: true,
      async reach() {
        await tab.open()
        await expect(tab.count).toBeVisible()
        await expect(tab.legendButton).toBeVisible()
        await expect(tab.freshness).toBeVisible()
        await expect(page.locator('html')).toHaveAttribute('lang', 'en')
      },
    },
    'the drawer': {
      async reach() {
        await drawer.open(richEvent)
        await expect(drawer.entry('Origin', 'File')).toBeVisible()
      },
    },
    'a tooltip': {
      at: 'wide',
      async reach() {
        await tab.open('policy_task=eq:rich-task')
        // Tooltips come with the toolbar, behind the rows.
        await expect(tab.legendButton).toBeVisible()
        await tab.row(0).getByText('Failed').first().hover()
        await expect(page.getByRole('tooltip')).toBeVisible()
      },
    },
    'the drawer of an event that is not there': {
      async reach() {
        await drawer.open({ policy_task: 'no-such-task', action_name: 'nothing' })
        await expect(drawer.panel.getByRole('heading', { name: 'There is no such event' })).toBeVisible()
      },
    },
  })
  const [event] = awkwardEvents
  if (event) await drawer.open(event)
  await expect(page).toHaveTitle('Workflow action · Countersign')
})

test('axe finds nothing at fault in the panels over the list and in the query box', async ({
  page,
  tab,
  filters,
  query,
}) => {
  await tab.open(fewRows)
  await expect(tab.count).toBeVisible()
  await expectNoFaults(page, {
    'the panel of choices': panel(filters, 'State'),
    'the panel of many choices': panel(filters, 'Action type'),
    'the panel of a text': panel(filters, 'Identity'),
    'the panel of a truth': panel(filters, 'Changes'),
    'the panel of a number': panel(filters, 'Jobs'),
    'the panel of a time': panel(filters, 'Started'),
    'the panel of messages': {
      at: 'wide',
      async reach() {
        await filters.chip('Message').click()
        await expect(page.getByRole('dialog', { name: 'Message' })).toBeVisible()
      },
    },
    'the legend': {
      async reach() {
        await tab.legendButton.click()
        await expect(tab.legend).toBeVisible()
      },
    },
    'the choice of columns': {
      async reach() {
        await tab.columnsButton.click()
        await expect(page.getByRole('dialog', { name: 'Columns' })).toBeVisible()
      },
    },
    'the list of the other fields': {
      at: 'wide',
      async reach() {
        await filters.addButton.click()
        await expect(page.getByRole('listbox', { name: 'Fields' })).toBeVisible()
      },
    },
    'a live range, and the queries of before': {
      async reach() {
        await tab.open('range=last-30d')
        await query.submit('jobs_started eq 3')
        await query.submit('state eq "BLOCKED" or jobs_started eq 2')
        await expect(filters.note).toBeVisible()
        await tab.button('History').click()
        await expect(page.getByRole('dialog', { name: 'Queries of before' })).toBeVisible()
      },
    },
    'completion in the query box': {
      async reach() {
        await query.type('st')
        await query.input.press('ArrowDown')
        await expect(query.completions).toBeVisible()
      },
    },
    'a mistake in the query box': {
      async reach() {
        await query.submit('state eq "ERRORED" and nme eq "x"')
        await expect(query.message).toBeVisible()
      },
    },
    'the sheet of filters': {
      at: 'narrow',
      async reach() {
        await tab.open('state=ERRORED&identity_name=co:smith')
        await expect(tab.count).toBeVisible()
        await filters.sheetButton.click()
        await expect(filters.sheet).toBeVisible()
      },
    },
  })
})

test('axe finds nothing at fault in the list under filters', async ({
  page,
  tab,
  filters,
  query,
  troubles,
}) => {
  // A search of messages in the whole log is refused.
  troubles.announce(/400/)
  await expectNoFaults(page, {
    'the list with a row that has the focus': {
      async reach() {
        await tab.open('state=HALF_DONE&state=ERRORED&action_type=BRAND_NEW_TYPE')
        await expect(tab.count).toBeVisible()
        await tab.grid.focus()
        await page.keyboard.press('ArrowDown')
      },
    },
    'a query that columns cannot say': {
      async reach() {
        await query.submit(
          'not (state eq "COMPLETED") and policy_id eq "policy-1" and jobs_started eq 0 and state eq "BLOCKED"',
        )
        await expect(filters.note).toBeVisible()
        await expect(tab.count).toBeVisible()
        // What is being read anew is dimmed.
        await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
      },
    },
    'no row for a filter': {
      async reach() {
        await query.submit('identity_name co "nobody of that name"')
        await expect(tab.button('Clear the filter')).toBeVisible()
        await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
      },
    },
    'the events of one cause, chosen above the table': {
      at: 'wide',
      async reach() {
        await tab.open('state=ERRORED')
        await page.getByRole('region', { name: 'Why actions failed' }).getByRole('link').first().click()
        await expect(filters.bar.getByRole('button', { name: /^Cause/ })).toBeVisible()
        await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
      },
    },
    'a text in messages': {
      at: 'wide',
      async reach() {
        await tab.open({ state: 'ERRORED', message: 'e' })
        await expect(filters.bar.getByRole('button', { name: /^Message: contains/ })).toBeVisible()
        await expect(tab.count).toBeVisible()
      },
    },
    'a search of messages that first asks among which events': {
      async reach() {
        await tab.open({ message: 'e' })
        await expect(tab.button('Search failed events')).toBeVisible()
        await expect(tab.legendButton).toBeVisible()
      },
    },
    'a filter that cannot be read': {
      async reach() {
        await tab.open({ filter: 'identity_name co "smith' })
        await expect(query.message).toBeVisible()
        await expect(tab.alert).toBeVisible()
      },
    },
    'parameters that cannot be read': {
      async reach() {
        await tab.open(`${fewRows}&sate=ERRORED&started_at=yesterday`)
        await expect(tab.button('Show without them')).toBeVisible()
        await expect(tab.legendButton).toBeVisible()
      },
    },
    'the list with filters, an order and every column': {
      async reach() {
        await page.evaluate(() =>
          localStorage.setItem('countersign.workflow-actions.columns', '{"extraction_event":true}'),
        )
        await tab.open('policy_task=eq:task-0100&started_at=ge:2026-01-01T00:00:00Z&order_by=state')
        await expect(tab.count).toBeVisible()
      },
    },
  })
})

test('axe finds nothing at fault where there are no rows yet, and where they could not be read', async ({
  page,
  tab,
  troubles,
}) => {
  troubles.announce(/ERR_CONNECTION_FAILED/)
  await expectNoFaults(page, {
    'rows on their way': {
      async reach() {
        await page.route(listUrls, () => {
          // Never answered.
        })
        await tab.open()
        await expect(tab.skeleton).toBeAttached()
        await expect(tab.legendButton).toBeVisible()
      },
    },
    'rows that could not be read': {
      async reach() {
        // Asked before the other one.
        await page.route(listUrls, (route) => route.abort('connectionfailed'))
        await tab.open()
        await expect(tab.button('Try again')).toBeVisible()
        await expect(tab.legendButton).toBeVisible()
      },
    },
  })
})

test('axe finds nothing at fault at an address without a page, nor in the page about the API', async ({
  page,
  troubles,
}) => {
  troubles.announce(/404/)
  await expectNoFaults(page, {
    'no page of that address': {
      async reach() {
        await page.goto('/no-such-page')
        await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible()
      },
    },
    'the page about the API': {
      async reach() {
        await page.goto('/docs')
        await expect(page.getByRole('heading', { name: 'API of Countersign' })).toBeVisible()
      },
    },
  })
})

test('axe finds nothing at fault on an empty server, nor with a demonstration', async ({
  page,
  tab,
  freshServer,
}) => {
  await expectNoFaults(page, {
    'the list of an empty server': {
      async reach() {
        await tab.open('', freshServer.url)
        await expect(page.getByRole('heading', { name: 'No events yet' })).toBeVisible()
        await expect(tab.legendButton).toBeVisible()
      },
    },
    'the list of a demonstration': {
      async reach() {
        await freshServer.demo(5)
        await page.reload()
        await expect(page.getByRole('note')).toBeVisible()
        await expect(tab.count).toBeVisible()
      },
    },
  })
})
