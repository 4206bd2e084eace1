import { events, fileName, keyOf } from '#testing/many-events.ts'
import { expect, test } from '../fixtures.ts'

const total = events.length.toLocaleString('en')
const words = [
  'State',
  'Action',
  'Action type',
  'Workflow',
  'Policy',
  'Identity',
  'Started',
  'Completed',
  'Duration',
  'Changes',
  'Jobs',
  'Task',
]

test('scrolling on loads every event, each once, with at most 120 rows in the page', async ({
  page,
  tab,
}) => {
  await tab.open()
  await expect(tab.count).toHaveText(`100 of ${total} events loaded`)
  await tab.grid.evaluate((grid) => {
    const seen = new Set<string>()
    let most = 0
    const look = () => {
      const rows = [...grid.querySelectorAll('tbody > [role=row]')]
      most = Math.max(most, rows.length)
      for (const row of rows)
        seen.add(`${row.lastElementChild?.textContent} · ${row.children[1]?.textContent}`)
      Object.assign(window, { watched: { most, seen: [...seen] } })
    }
    look()
    new MutationObserver(look).observe(grid, { childList: true, subtree: true })
  })
  // Half a window at a time, so that every row comes by.
  await tab.grid.hover({ position: { x: 400, y: 200 } })
  await expect
    .poll(
      async () => {
        for (let turn = 0; turn < 20; turn++) {
          await page.mouse.wheel(0, 320)
          // A busy machine would put several turns into one frame and leave rows out.
          await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(drawn)))
        }
        return await page.getByText('No more events.').isVisible()
      },
      { timeout: 90_000, intervals: [0] },
    )
    .toBe(true)
  await expect(tab.count).toHaveText(`${total} events, all loaded`)
  const watched = await page.evaluate(
    () => (window as unknown as { watched: { most: number; seen: string[] } }).watched,
  )
  expect(watched.most).toBeLessThanOrEqual(120)
  const missing = events.map(keyOf).filter((key) => !watched.seen.includes(key))
  expect(missing).toEqual([])
})

test('the columns of the design, and buttons only where they sort', async ({ tab }) => {
  await tab.open()
  await expect(tab.headers).toHaveText(words)
  const sortable = ['State', 'Action type', 'Policy', 'Identity', 'Started', 'Completed']
  await expect(tab.headers.getByRole('button')).toHaveText(sortable)
})

for (const [header, field, direction] of [
  ['State', 'state', 'asc'],
  ['Action type', 'action_type', 'asc'],
  ['Policy', 'policy_id', 'asc'],
  ['Identity', 'identity_name', 'asc'],
  ['Completed', 'completed_at', 'desc'],
] as const) {
  test(`${header} sorts by ${field}, and the other way round`, async ({ tab }) => {
    await tab.open()
    await expect(tab.count).toBeVisible()
    const [first] = await Promise.all([tab.nextList(), tab.sortBy(header)])
    expect(first.order).toBe(`${field} ${direction}`)
    await expect(tab.header(header)).toHaveAttribute('aria-sort', /^(asc|desc)ending$/)
    const [second] = await Promise.all([tab.nextList(), tab.sortBy(header)])
    expect(second.order).toBe(`${field} ${direction === 'asc' ? 'desc' : 'asc'}`)
    await expect(tab.count).toHaveText(`100 of ${total} events loaded`)
  })
}

test('columns are shown and hidden, and a reload keeps that', async ({ page, tab }) => {
  await tab.open()
  await tab.columnsButton.click()
  const picker = page.getByRole('dialog', { name: 'Columns' })
  await expect(picker.getByRole('checkbox', { name: 'Action', exact: true })).toBeDisabled()
  await expect(picker.getByRole('checkbox', { name: 'Extraction event' })).not.toBeChecked()
  await picker.getByRole('checkbox', { name: 'Policy' }).uncheck()
  await picker.getByRole('checkbox', { name: 'Extraction event' }).check()
  const chosen = [...words.filter((word) => word !== 'Policy'), 'Extraction event']
  await expect(tab.headers).toHaveText(chosen)
  await page.reload()
  await expect(tab.count).toBeVisible()
  await expect(tab.headers).toHaveText(chosen)
  await tab.columnsButton.click()
  await picker.getByRole('button', { name: 'Reset columns' }).click()
  await expect(tab.headers).toHaveText(words)
})

test('the legend explains every state and type', async ({ tab }) => {
  await tab.open()
  await tab.legendButton.click()
  await expect(tab.legend.getByRole('term')).toHaveCount(9 + 15)
  await expect(
    tab.legend.getByRole('definition').filter({ hasText: 'Failed; the messages say why' }),
  ).toBeVisible()
})

test('a state says its wire name and meaning to whoever points at it', async ({ page, tab }) => {
  await tab.open('state=ERRORED')
  await expect(tab.legendButton).toBeVisible()
  await tab.row(2).getByText('Failed').first().hover()
  await expect(page.getByRole('tooltip')).toHaveText('ERRORED: Failed; the messages say why')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('tooltip')).toBeHidden()
})

test('names that no page documents show as themselves', async ({ tab }) => {
  await tab.open('state=HALF_DONE&action_type=BRAND_NEW_TYPE')
  await expect(tab.count).toHaveText(/ matching events?, all loaded/)
  const [first] = await tab.cells()
  expect(first).toMatchObject({ State: 'HALF_DONE', 'Action type': 'BRAND_NEW_TYPE' })
})

test('refreshing starts over and says when that was', async ({ page, tab }) => {
  await page.clock.setFixedTime('2026-01-25T15:30:20Z')
  await tab.open()
  await expect(page.getByText('As of 2026-01-25 16:30:20')).toBeVisible()
  await tab.scroll(3_000)
  await expect(tab.count).toHaveText(/^200 of/)
  await page.clock.setFixedTime('2026-01-25T15:35:00Z')
  await tab.refreshButton.click()
  await expect(page.getByText('As of 2026-01-25 16:35:00')).toBeVisible()
})

test('times are written in the chosen zone, which a reload keeps', async ({ page, tab, frame }) => {
  await tab.open('policy_task=eq:rich-task')
  await expect(tab.count).toHaveText('1 matching event, all loaded')
  const started = async () => (await tab.cells())[0]?.['Started']
  expect(await started()).toBe('2025-05-01 12:00:00')
  await frame.zone.selectOption('UTC')
  await expect.poll(started).toBe('2025-05-01 10:00:00')
  await page.reload()
  await expect(tab.count).toBeVisible()
  await expect.poll(started).toBe('2025-05-01 10:00:00')
  await expect(frame.zone).toHaveValue('utc')
  await frame.zone.selectOption({ label: 'Local (Europe/Berlin)' })
  await expect.poll(started).toBe('2025-05-01 12:00:00')
})

test('the theme follows the system until one is chosen, which a reload keeps', async ({
  page,
  tab,
  frame,
}) => {
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  await tab.open()
  await expect(tab.count).toBeVisible()
  const light = await ground()
  await page.emulateMedia({ colorScheme: 'dark' })
  const dark = await ground()
  expect(dark).not.toBe(light)
  await frame.theme.selectOption('Light')
  expect(await ground()).toBe(light)
  await page.reload()
  await expect(frame.theme).toHaveValue('light')
  expect(await ground()).toBe(light)
  await frame.theme.selectOption('System')
  expect(await ground()).toBe(dark)
})

test('the tab says who is asking and how fresh the data is', async ({ page, tab, frame }) => {
  await tab.open()
  await expect(frame.account).toBeVisible()
  await expect(tab.freshness).toHaveText(
    new RegExp(`^Last import 20\\d\\d-.*: ${fileName}, ${total} lines, by local$`),
  )
  await expect(page.getByText('Demonstration data')).toBeHidden()
  await expect(page).toHaveTitle('Workflow Actions · Countersign')
})

test.describe('a narrow window', () => {
  test.use({ viewport: { width: 390, height: 844 } })

  test('rows are cards, and nothing goes beyond the edge', async ({ page, tab, drawer }) => {
    await tab.open('policy_task=eq:rich-task')
    await expect(tab.count).toBeVisible()
    await expect(tab.headers).toHaveCount(0)
    const card = tab.row(0)
    await expect(card).toContainText('Everything at once')
    await expect(card).toContainText('Failed')
    await expect(card).toContainText('2 h 30 min')
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    await card.click()
    await expect(drawer.title).toHaveText('Everything at once')
    await expect(drawer.section('All fields')).toBeVisible()
    expect(await drawer.panel.evaluate((panel) => panel.scrollWidth - panel.clientWidth)).toBe(0)
    await drawer.closeButton.click()
    await expect(drawer.panel).toBeHidden()
  })

  test('the filters are a sheet, applied together', async ({ tab, filters, query }) => {
    await tab.open('state=ERRORED')
    await expect(filters.sheetButton).toHaveAccessibleName('Filters (1)')
    await filters.sheetButton.click()
    const field = (name: string) => filters.sheet.getByRole('group', { name, exact: true }).first()
    await field('State')
      .getByRole('checkbox', { name: /BLOCKED/ })
      .check()
    await field('Identity').getByRole('combobox').selectOption({ label: 'starts with' })
    await field('Identity').getByRole('textbox').fill('ada')
    await filters.sheet.getByRole('button', { name: 'Apply' }).click()
    await expect(filters.sheet).toBeHidden()
    await expect(filters.sheetButton).toHaveAccessibleName('Filters (2)')
    await expect(query.input).toHaveValue(
      '(state eq "ERRORED" or state eq "BLOCKED") and identity_name sw "ada"',
    )
    await filters.sheetButton.click()
    await filters.sheet.getByRole('button', { name: 'Clear all' }).click()
    await filters.sheet.getByRole('button', { name: 'Apply' }).click()
    await expect(tab.count).toHaveText(`100 of ${total} events loaded`)
  })

  test('cards are ordered by a choice, and scrolling loads on', async ({ tab }) => {
    await tab.open()
    await expect(tab.count).toHaveText(/^100 of/)
    const [sent] = await Promise.all([tab.nextList(), tab.orderSelect.selectOption('identity_name desc')])
    expect(sent.order).toBe('identity_name desc')
    await expect(tab.grid).toHaveAttribute('aria-busy', 'false')
    await tab.page.mouse.move(200, 600)
    await expect
      .poll(async () => {
        await tab.page.mouse.wheel(0, 4_000)
        return await tab.count.textContent()
      })
      .toMatch(/^[23]00 of/)
  })
})
