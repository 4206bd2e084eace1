import { expectNoFaults } from '../axe-states.ts'
import { expect, test } from '../fixtures.ts'

test('a range of time is chosen from the bars by a stroke of the mouse and by keys, and axe finds nothing at fault', async ({
  page,
  tab,
  filters,
}) => {
  const bars = page.getByRole('img', { name: /in the bars/ })
  const span = () => new URL(page.url()).searchParams.getAll('started_at')
  await tab.open('state=ERRORED')
  await expect(bars).toBeVisible()
  await test.step('by the mouse', async () => {
    const box = await bars.boundingBox()
    if (!box) throw new Error('the bars are not drawn')
    const { x, y, width, height } = box
    await page.mouse.move(x + width * 0.93, y + height / 2)
    await page.mouse.down()
    await page.mouse.move(x + width * 0.97, y + height / 2, { steps: 5 })
    await expect(page.getByText(/Enter shows only these/)).toBeVisible()
    await page.mouse.up()
    await expect
      .poll(span)
      .toEqual([
        expect.stringMatching(/^ge:2026-01-\d\dT00:00:00Z$/),
        expect.stringMatching(/^lt:2026-01-\d\dT00:00:00Z$/),
      ])
    expect(new URL(page.url()).searchParams.getAll('state')).toEqual(['ERRORED'])
    await page.goBack()
    await expect.poll(span).toEqual([])
    await expect(bars).toHaveAccessibleName(/^280 events/)
  })
  await test.step('by keys', async () => {
    await page.getByRole('button', { name: 'Show as table' }).focus()
    await page.keyboard.press('Shift+Tab')
    const end = page.getByRole('slider', { name: 'End of the range' })
    await expect(end).toBeFocused()
    await page.keyboard.press('Shift+Tab')
    const beginning = page.getByRole('slider', { name: 'Beginning of the range' })
    await expect(beginning).toBeFocused()
    await page.keyboard.press('End')
    await expect(beginning).toHaveAttribute('aria-valuetext', /^2026-01-26 0[01]:00$/)
    await page.keyboard.press('Enter')
    await expect.poll(span).toEqual(['ge:2026-01-26T00:00:00Z', 'lt:2026-02-02T00:00:00Z'])
  })
  await expectNoFaults(page, {
    'the bars': {
      async reach() {
        await expect(bars).toBeVisible()
        // What is being read anew is dimmed.
        await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
      },
    },
    'the bars as a table': {
      async reach() {
        await page.getByRole('button', { name: 'Show as table' }).click()
        await expect(page.getByRole('table')).toBeVisible()
      },
    },
    'values with their counts': {
      at: 'wide',
      async reach() {
        await filters.openPanel('Workflow')
        await expect(page.getByRole('checkbox', { name: 'Mover', exact: true })).toBeVisible()
      },
    },
  })
})
