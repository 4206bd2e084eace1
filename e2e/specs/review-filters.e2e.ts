import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures.ts'
import { ReviewsApi } from '../reviews-api.ts'
import { ReviewFilters } from '../screens/review-filters.ts'
import { people, SignIn } from '../screens/sign-in.ts'

const large = 'Q4 Salesforce admins'

type Asked = { readonly filter: string | undefined; readonly mutable_filter: string | undefined }

/** Every list that a page asks for, as the texts of its filters. */
function listsOf(page: Page): readonly Asked[] {
  const lists: Asked[] = []
  page.on('request', (request) => {
    const { pathname, searchParams } = new URL(request.url())
    if (!pathname.endsWith('/positions')) return
    const text = (name: string) => searchParams.get(name) ?? undefined
    lists.push({ filter: text('filter'), mutable_filter: text('mutable_filter') })
  })
  return lists
}

test('both filters at once are the same texts after setting them, reload, back and in a pasted link', async ({
  page,
  list,
  review,
  reviewServer,
  elsewhere,
}) => {
  const wanted = { filter: 'source.name co "Ada"', mutable_filter: 'decision eq "RESULT_DECISION_NONE"' }
  const lists = listsOf(page)
  await new SignIn(page, reviewServer.url).quietly(people.admin)
  const id = await new ReviewsApi(page).certification(large)
  await page.goto(`${reviewServer.url}/reviews/${id}`)
  await expect(review.count).toHaveText('400 rows')
  const filters = new ReviewFilters(page)
  await filters.compare('Who', 'contains', 'Ada')
  await expect(filters.chip('Who')).toHaveText(/Ada/)
  await filters.choose('Decision', 'RESULT_DECISION_NONE')
  await expect.poll(() => lists.at(-1)).toEqual(wanted)
  await expect(review.answered).toBeVisible()
  await expect(review.loadingRows).toHaveCount(0)
  const found = await review.answered.innerText()
  const link = page.url()

  await page.reload()
  await expect(review.answered).toHaveText(found)
  expect(lists.at(-1)).toEqual(wanted)

  await review.tab('Fixed').click()
  await expect(page).toHaveURL(/decision=RESULT_DECISION_FIXED/)
  await page.goto(`${reviewServer.url}/reviews`)
  await expect(list.count).toBeVisible()
  await page.goBack()
  await page.goBack()
  expect(page.url()).toBe(link)
  await expect(review.answered).toHaveText(found)

  const other = await elsewhere()
  const theirs = listsOf(other)
  await new SignIn(other, reviewServer.url).as(people.admin, link.slice(reviewServer.url.length))
  await expect.poll(() => theirs.at(-1)).toEqual(wanted)
})
