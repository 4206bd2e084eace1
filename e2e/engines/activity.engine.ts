import { expect } from 'vitest'
import type { EnginePage } from './engine-page.ts'
import { expectWhole, sizes } from './expect-whole.ts'
import { test } from './fixtures.ts'

const log = '/activity/workflow-actions'
const rows = { role: 'row' } as const
const filters = { role: 'group', name: 'Filters' } as const

/** Opens the log of workflow actions at a size of the window, and waits for its rows. */
async function openLog(page: EnginePage, size: keyof typeof sizes = 'wide'): Promise<void> {
  await page.engine.resize(sizes[size])
  await page.open(log)
  await page.first({ role: 'gridcell', within: rows })
}

test('the log shows rows inside the window, wide and narrow', async ({ page }) => {
  for (const size of ['wide', 'phone', 'zoomed'] as const) {
    await openLog(page, size)
    const { x, y, width, height, text } = await page.first(rows)
    expect(text).not.toBe('')
    expect(height).toBeGreaterThan(20)
    expect(x).toBeGreaterThanOrEqual(0)
    expect(x + width).toBeLessThanOrEqual(sizes[size].width)
    expect(y + height).toBeLessThan(sizes[size].height)
  }
})

test('T53 the panel of a filter opens by its button, and the filter applies', async ({ page }) => {
  await openLog(page)
  await page.button('State', filters)
  const panel = { role: 'dialog', name: 'State' } as const
  await expectWhole(page, 'State', { at: ['wide'] })
  await page.press({ role: 'checkbox', name: /COMPLETED$/, within: panel })
  await page.button('Apply', panel)
  await page.gone(panel)
  await page.until('the filter stands in the address', async () =>
    /state=COMPLETED/.test(await page.address()),
  )
  const states = async () => (await page.all(rows)).map(({ text }) => text.startsWith('Done'))
  await page.until('only such actions are shown', async () => (await states()).every(Boolean))
  await page.button('Clear all')
  await page.until('all actions are shown', async () => !(await states()).every(Boolean))
})

test('T53 Esc and a press elsewhere close a panel, and its button has the focus again after Esc', async ({
  page,
}) => {
  await openLog(page)
  for (const [title, button] of [
    ['State', { role: 'button', name: 'State', within: filters }],
    ['Started', { role: 'button', name: /^Started: / }],
    ['Columns', { role: 'button', name: 'Columns' }],
    ['What states, action types and keys mean', { role: 'button', name: 'Legend' }],
  ] as const) {
    const panel = { role: 'dialog', name: title } as const
    await page.press(button)
    await expectWhole(page, title, { at: ['wide'], scrolls: true })
    await page.engine.press('Escape')
    await page.gone(panel)
    expect(await page.first(button)).toMatchObject({ focused: true })
    await page.press(button)
    await page.first(panel)
    await page.press({ role: 'heading', name: 'Workflow Actions' })
    await page.gone(panel)
  }
})

test('T53 the filters of a narrow window are a sheet that shows its buttons', async ({ page }) => {
  await openLog(page, 'phone')
  await page.button('Filters')
  await expectWhole(page, 'Filters', { at: ['phone', 'zoomed'] })
  const sheet = { role: 'dialog', name: 'Filters' } as const
  await page.press({ role: 'checkbox', name: /ERRORED$/, within: sheet })
  await page.button('Apply', sheet)
  await page.gone(sheet)
  expect(await page.address()).toMatch(/state=ERRORED/)
})

test('T53 the drawer of a row opens, and closes by Esc, by a press beside it and by its button', async ({
  page,
}) => {
  await openLog(page)
  const drawer = { role: 'dialog', name: /./ } as const
  const open = async () => {
    await page.press({ role: 'gridcell', within: rows })
    return await page.first(drawer)
  }
  const closed = async () => {
    await page.gone(drawer)
    await page.until('the address is that of the log', async () => (await page.address()) === log)
  }
  const { name } = await open()
  await expectWhole(page, name, { scrolls: true })
  await page.engine.press('Escape')
  await closed()
  await open()
  await page.engine.click({ x: 100, y: 500 })
  await closed()
  await open()
  await page.button('Close', drawer)
  await closed()
})
