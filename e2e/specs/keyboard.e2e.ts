import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures.ts'

/** What has the focus: its role and name in a few words, and whether one can see that it has. */
async function focused(page: Page): Promise<{ words: string; seen: boolean }> {
  return await page.evaluate(() => {
    const element = document.activeElement
    if (!(element instanceof HTMLElement)) return { words: '', seen: false }
    // In a grid the row that the keys are at is what one sees, or the frame of all rows while none is marked.
    const row = document.getElementById(element.getAttribute('aria-activedescendant') ?? '')
    const drawn = row ?? (element.role === 'grid' ? element.parentElement : undefined) ?? element
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(drawn)
    const label = element.getAttribute('aria-label') ?? element.textContent
    const words = `${element.role ?? element.tagName.toLowerCase()} ${label}`.trim()
    return { words, seen: (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none' }
  })
}

/** Presses Tab until nothing new comes, and gives what had the focus on the way. */
async function tabThrough(page: Page, stops: number): Promise<{ words: string; seen: boolean }[]> {
  const found = []
  for (let stop = 0; stop < stops; stop++) {
    await page.keyboard.press('Tab')
    found.push(await focused(page))
  }
  return found
}

/** From the table, which has the focus at first, to before the first stop: Tab leaves the page at its end. */
async function toStart(page: Page): Promise<void> {
  for (let stop = 0; stop < 80; stop++) {
    await page.keyboard.press('Tab')
    if ((await focused(page)).words.startsWith('body')) return
  }
  throw new Error('Tab does not leave the page')
}

test('Tab goes through the page in the order of the eye, and one sees where it is; the skip link leads past the header', async ({
  page,
  tab,
  frame,
}) => {
  await tab.open()
  await expect(tab.count).toBeVisible()
  await expect(tab.legendButton).toBeVisible()
  await expect(frame.account).toBeVisible()
  await toStart(page)
  const stops = await tabThrough(page, 80)
  // What failed stands between, as far as it is there by now; the bars of the histogram are walked in its own test.
  const isSettled = (words: string) =>
    !/^(a (?!Skip|Activity|Reviews)|slider|button (Show as|Hide|Show times))/.test(words)
  const words = stops.map((stop) => stop.words)
  const end = words.findIndex((word) => word.startsWith('body'))
  expect(end).toBeGreaterThan(0)
  expect(words.slice(0, end).filter(isSettled)).toEqual([
    'a Skip to the content',
    'a Activity',
    'a Reviews',
    'select Time zone',
    'select Theme',
    'button Eva Lindqvist▾',
    'button Started: Any time',
    'button Legend',
    'button Columns',
    'button Copy link',
    'button Export …',
    'button Refresh',
    'button State',
    'button Workflow',
    'button Identity',
    'button + Filter',
    'button Message',
    'button Query',
    'grid Workflow actions',
    'button State',
    'button Action',
    'button Action type',
    'button Workflow',
    'button Policy',
    'button Identity',
    'button Message',
    'button Started',
    'button Duration',
    'button Jobs',
    'button Task',
  ])
  expect(stops.slice(0, end).filter(({ seen }) => !seen)).toEqual([])

  await toStart(page)
  await page.keyboard.press('Tab')
  await expect(frame.skipLink).toBeFocused()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'Started: Any time' })).toBeFocused()
})

test('a filter is set, changed and cleared without a mouse, and the query box completes what is typed', async ({
  page,
  tab,
  filters,
  query,
}) => {
  await tab.open()
  await query.openButton.focus()
  await page.keyboard.press('Enter')
  await expect(query.input).toBeFocused()
  await filters.chip('State').focus()
  await page.keyboard.press('Enter')
  const panel = filters.panel('State')
  await expect(panel.getByRole('checkbox').first()).toBeFocused()
  for (let step = 0; step < 3; step++) await page.keyboard.press('Tab')
  await page.keyboard.press('Space')
  await expect(panel.getByRole('checkbox', { name: /ERRORED/ })).toBeChecked()
  await page.keyboard.press('Enter')
  await expect(panel).toBeHidden()
  await expect(filters.chip('State')).toBeFocused()
  await expect(query.input).toHaveValue('state eq "ERRORED"')

  // Past the field of workflows to the one of names.
  for (let step = 0; step < 2; step++) await page.keyboard.press('Tab')
  await expect(filters.chip('Identity')).toBeFocused()
  await page.keyboard.press('Space')
  // Values are found first; the text to compare is behind them.
  await expect(filters.panel('Identity').getByRole('searchbox')).toBeFocused()
  await filters.panel('Identity').getByRole('textbox').focus()
  await page.keyboard.type('smith')
  await page.keyboard.press('Enter')
  await expect(query.input).toHaveValue('state eq "ERRORED" and identity_name co "smith"')
  await expect(filters.chip('Identity')).toBeFocused()

  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await expect(filters.panel('Identity')).toBeHidden()
  await expect(filters.chip('Identity')).toBeFocused()
  await filters.clearAllButton.focus()
  await page.keyboard.press('Enter')
  await expect(query.input).toHaveValue('')

  // The query box completes field, operator and value.
  await query.input.focus()
  await page.keyboard.type('sta')
  await expect(query.completion('state')).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await expect(query.completions.getByRole('option', { selected: true })).toHaveText(/^state/)
  await page.keyboard.press('Enter')
  await expect(query.input).toHaveValue('state ')
  await expect(query.completion('eq')).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Tab')
  await expect(query.input).toHaveValue('state eq ')
  await expect(query.input).toBeFocused()
  await page.keyboard.type('"ERR')
  await expect(query.completions.getByRole('option')).toHaveText(['"ERRORED"'])
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(query.input).toHaveValue('state eq "ERRORED" ')
  // The list now offers and and or; Escape closes it, Enter applies.
  await page.keyboard.press('Escape')
  await expect(query.completions).toBeHidden()
  await page.keyboard.press('Enter')
  await expect(tab.count).toHaveText(/ matching events/)
  expect(tab.params()).toEqual([['state', 'ERRORED']])
})

test('keys move between rows, open one and go to what can be pressed in it', async ({
  page,
  tab,
  drawer,
  filters,
}) => {
  await tab.open('state=ERRORED')
  await expect(tab.count).toBeVisible()
  const active = async () => {
    const id = await tab.grid.getAttribute('aria-activedescendant')
    return await page.evaluate((one) => document.getElementById(one ?? '')?.getAttribute('aria-rowindex'), id)
  }
  await expect(tab.grid).toBeFocused()
  await expect(tab.grid).not.toHaveAttribute('aria-activedescendant')
  await page.keyboard.press('ArrowDown')
  await expect.poll(active).toBe('2')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect.poll(active).toBe('4')
  await page.keyboard.press('ArrowUp')
  await expect.poll(active).toBe('3')
  await page.keyboard.press('PageDown')
  await expect.poll(async () => Number(await active())).toBeGreaterThan(10)
  await page.keyboard.press('End')
  await expect.poll(async () => Number(await active())).toBeGreaterThanOrEqual(101)
  await page.keyboard.press('Home')
  await expect.poll(active).toBe('2')

  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(drawer.panel).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(drawer.panel).toBeHidden()
  await expect(tab.grid).toBeFocused()
  expect(await active()).toBe('3')

  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await expect.poll(async () => (await focused(page)).words).toMatch(/^a task-.*Open the task/)
  // The first Escape is for the tooltip of the link.
  await expect(page.getByRole('tooltip')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('tooltip')).toBeHidden()
  await page.keyboard.press('Escape')
  await expect(tab.grid).toBeFocused()
  // The jobs of a row are a button that shows only its task.
  await page.keyboard.press('ArrowRight')
  await expect.poll(async () => (await focused(page)).words).toMatch(/^button \d+ started/)
  await page.keyboard.press('Enter')
  await expect(filters.chip('Task')).toHaveAccessibleName(/^Task: is "task-/)
})

test('a row is sorted, columns are chosen and the legend is read by keyboard', async ({ page, tab }) => {
  await tab.open()
  await expect(tab.count).toBeVisible()
  await tab.sortButton('Identity').focus()
  await page.keyboard.press('Enter')
  await expect(tab.header('Identity')).toHaveAttribute('aria-sort', 'ascending')
  await expect(tab.sortButton('Identity')).toBeFocused()

  await tab.columnsButton.focus()
  await page.keyboard.press('Enter')
  const columns = page.getByRole('dialog', { name: 'Columns' })
  await expect(columns.getByRole('checkbox', { name: 'State' })).toBeFocused()
  await page.keyboard.press('Space')
  await expect(tab.header('State')).toBeHidden()
  await page.keyboard.press('Space')
  await expect(tab.header('State')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(tab.columnsButton).toBeFocused()

  await tab.legendButton.focus()
  await page.keyboard.press('Enter')
  await expect(tab.legend.getByRole('button', { name: 'Close' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(tab.legendButton).toBeFocused()
})
