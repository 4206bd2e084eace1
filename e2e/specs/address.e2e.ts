import { keyOf } from '#testing/many-events.ts'
import { expect, test } from '../fixtures.ts'
import { WorkflowActions } from '../screens/workflow-actions.ts'

/** Waits until the rows are those of the question and gives their keys. */
async function keysOf(tab: WorkflowActions, count: RegExp): Promise<string[]> {
  await expect(tab.count).toHaveText(count)
  // How many more are drawn below the window may differ by one.
  return (await tab.shown()).slice(0, 15).map(keyOf)
}

test('reload, back, forward and a pasted link show the same rows: signs in a text, and a query that columns cannot say', async ({
  page,
  tab,
  elsewhere,
}) => {
  // That an address alone gives its rows is tried with more of them in src/features/activity/screen/filters.page.test.tsx.
  await tab.open()
  const all = await keysOf(tab, / events loaded$/)
  const pages: { readonly address: string; readonly keys: readonly string[] }[] = []
  for (const search of [
    { identity_name: 'co:O"Neil \\ B' },
    { filter: 'not (state eq "COMPLETED") and (identity_name co "smith" or jobs_started eq 3)' },
  ]) {
    await tab.open(search)
    const keys = await keysOf(tab, / matching events/)
    expect(keys).not.toEqual(pages.at(-1)?.keys ?? all)
    pages.push({ address: page.url(), keys })
    await page.reload()
    expect(await keysOf(tab, / matching events/)).toEqual(keys)
  }
  const [first, second] = pages
  await page.goBack()
  expect(await keysOf(tab, / matching events/)).toEqual(first?.keys)
  await page.goBack()
  expect(await keysOf(tab, / events loaded$/)).toEqual(all)
  for (const there of pages) {
    await page.goForward()
    expect(await keysOf(tab, / matching events/)).toEqual(there.keys)
    expect(page.url()).toBe(there.address)
  }
  expect(page.url()).toBe(second?.address)

  const other = await elsewhere()
  for (const { address, keys } of pages) {
    await other.goto(address)
    expect(await keysOf(new WorkflowActions(other), / matching events/)).toEqual(keys)
  }
})

test('each change by hand is a step that Back undoes', async ({ page, tab, filters, query }) => {
  await tab.open()
  await filters.choose('State', 'ERRORED')
  await query.open()
  await expect(query.input).toHaveValue('state eq "ERRORED"')
  const failed = await keysOf(tab, / matching events/)
  await filters.answer('Changes', 'Yes')
  await expect(query.input).toHaveValue('state eq "ERRORED" and any_changes eq true')
  await tab.sortBy('Identity')
  await expect(tab.header('Identity')).toHaveAttribute('aria-sort', 'ascending')

  await page.goBack()
  await expect(tab.header('Identity')).toHaveAttribute('aria-sort', 'none')
  await page.goBack()
  await expect(query.input).toHaveValue('state eq "ERRORED"')
  expect(await keysOf(tab, / matching events/)).toEqual(failed)
  await page.goBack()
  await expect(query.input).toHaveValue('')
  await page.goForward()
  await expect(query.input).toHaveValue('state eq "ERRORED"')
  expect(await keysOf(tab, / matching events/)).toEqual(failed)
})

test('the order stands in the address and goes to the server', async ({ tab }) => {
  await tab.open()
  await expect(tab.header('Started')).toHaveAttribute('aria-sort', 'descending')
  const [first] = await Promise.all([tab.nextList(), tab.sortBy('Identity')])
  expect(first.order).toBe('identity_name asc')
  await expect(tab.header('Identity')).toHaveAttribute('aria-sort', 'ascending')
  expect(tab.params()).toEqual([['order_by', 'identity_name asc']])
  await expect(tab.grid).toHaveAttribute('aria-busy', 'false')
  const names = (await tab.cells()).map((row) => row['Identity'] ?? '')
  expect(names[0]).toMatch(/^—/)

  const [second] = await Promise.all([tab.nextList(), tab.sortBy('Identity')])
  expect(second.order).toBe('identity_name desc')
  await expect(tab.header('Identity')).toHaveAttribute('aria-sort', 'descending')
  await expect(tab.grid).toHaveAttribute('aria-busy', 'false')
  await expect.poll(async () => (await tab.cells())[0]?.['Identity']).toMatch(/^山田太郎|^🦄/)

  await tab.sortBy('Started')
  await expect(tab.header('Started')).toHaveAttribute('aria-sort', 'descending')
  expect(tab.params()).toEqual([])
})

test('the pages about the API open by their address, for who has a session too', async ({
  page,
  tab,
  troubles,
}) => {
  // Where a document cannot name its icon the browser asks for this one.
  troubles.announce(/favicon\.ico/)
  await tab.open()
  await expect(tab.count).toBeVisible()
  await page.goto('/docs')
  await expect(page.getByRole('heading', { name: 'API of Countersign' })).toBeVisible()
  await page.getByRole('link', { name: 'openapi.json' }).click()
  await expect(page.getByText('"openapi"')).toBeVisible()
})

test('the root leads to the tab, and an address that nobody has says so', async ({ page, tab, troubles }) => {
  await page.goto('/')
  await expect(page).toHaveURL(/\/activity\/workflow-actions$/)
  await expect(tab.count).toBeVisible()
  troubles.announce(/ 404 .*no-such-page/, /404 \(Not Found\) \(.*no-such-page/)
  await page.goto('/no-such-page')
  await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible()
  await page.getByRole('link', { name: 'Go to the workflow actions' }).click()
  await expect(tab.count).toBeVisible()
})
