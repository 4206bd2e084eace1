import { events, keyOf } from '#testing/many-events.ts'
import { expect, test } from '../fixtures.ts'

/** Some pages of a hundred: more of them would be more of the same. */
const since = '2026-01-20T00:00:00Z'
const meant = events.filter(({ started_at }) => started_at !== null && started_at >= since)

test('scrolling on loads every event, each once, with at most 120 rows in the page', async ({
  page,
  tab,
}) => {
  expect(meant.length).toBeGreaterThan(800)
  await tab.open({ started_at: `ge:${since}` })
  await expect(tab.count).toHaveText(`100 of ${meant.length} matching events loaded`)
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
  await expect(tab.count).toHaveText(`${meant.length} matching events, all loaded`)
  const watched = await page.evaluate(
    () => (window as unknown as { watched: { most: number; seen: string[] } }).watched,
  )
  expect(watched.most).toBeLessThanOrEqual(120)
  const missing = meant.map(keyOf).filter((key) => !watched.seen.includes(key))
  expect(missing).toEqual([])
})

test('a state says its wire name and meaning to whoever points at it', async ({ page, tab }) => {
  await tab.open('state=ERRORED')
  await expect(tab.legendButton).toBeVisible()
  await tab.row(2).getByText('Failed').first().hover()
  await expect(page.getByRole('tooltip')).toHaveText('ERRORED: Failed; the messages say why')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('tooltip')).toBeHidden()
})

test('what is chosen of columns, zone and theme outlives a reload; a theme that is not follows the system', async ({
  page,
  tab,
  frame,
}) => {
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  const started = async () => (await tab.cells())[0]?.['Started']
  await tab.open('policy_task=eq:rich-task')
  await expect(tab.count).toHaveText('1 matching event, all loaded')
  await expect.poll(started).toBe('2025-05-01 12:00:00')
  const light = await ground()
  await page.emulateMedia({ colorScheme: 'dark' })
  const dark = await ground()
  expect(dark).not.toBe(light)
  await frame.theme.selectOption('Light')
  expect(await ground()).toBe(light)
  await frame.zone.selectOption('UTC')
  await tab.columnsButton.click()
  await page.getByRole('dialog', { name: 'Columns' }).getByRole('checkbox', { name: 'Policy' }).uncheck()
  await expect(tab.header('Policy')).toHaveCount(0)

  await page.reload()
  await expect(tab.count).toBeVisible()
  await expect(tab.header('Workflow')).toBeVisible()
  await expect(tab.header('Policy')).toHaveCount(0)
  await expect(frame.zone).toHaveValue('utc')
  await expect.poll(started).toBe('2025-05-01 10:00:00')
  await expect(frame.theme).toHaveValue('light')
  expect(await ground()).toBe(light)
  await frame.theme.selectOption('System')
  expect(await ground()).toBe(dark)
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

  test('scrolling through cards loads on', async ({ page, tab }) => {
    await tab.open()
    await expect(tab.count).toHaveText(/^100 of/)
    // Causes stand beside each other, and are scrolled within their line.
    await expect(page.getByRole('region', { name: 'Why actions failed' })).toBeVisible()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    await page.mouse.move(200, 600)
    await expect
      .poll(async () => {
        await page.mouse.wheel(0, 4_000)
        return await tab.count.textContent()
      })
      .toMatch(/^[23]00 of/)
  })
})
