import { expect, test } from '../fixtures.ts'

// Each filter that is refused, with the server's words, is in src/features/activity/screen/bad-filters.page.test.tsx.

test('a link with a filter that the server refuses says why, at the place, and shows no rows', async ({
  tab,
  query,
  troubles,
}) => {
  troubles.announce(/ 400 .*[?&]filter=/, /status of 400 .*[?&]filter=/)
  await tab.open({ filter: 'state eq "NO_SUCH_STATE"' })
  await expect(tab.alert.getByRole('heading')).toHaveText('The server refused this request')
  await expect(query.mark).toHaveText('"NO_SUCH_STATE"')
  await expect(query.input).toHaveAccessibleDescription(/At character 10\.$/)
  await expect(tab.rows).toHaveCount(0)
  await tab.button('Clear the filter').click()
  await expect(tab.count).toHaveText(/ events loaded$/)
})
