import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures.ts'
import { ReviewsApi } from '../reviews-api.ts'
import { ReviewFilters } from '../screens/review-filters.ts'
import { people, SignIn } from '../screens/sign-in.ts'

type Case = {
  /** What the reader does. */
  readonly set: (filters: ReviewFilters) => Promise<void>
  /** What goes to the server, to the letter. */
  readonly filter?: string
  readonly mutable_filter?: string
}

const large = 'Q4 Salesforce admins'

/** Each kind of control once, and each operator of texts. */
const cases: Readonly<Record<string, Case>> = {
  'who contains': {
    set: (filters) => filters.compare('Who', 'contains', 'Ada'),
    filter: 'source.name co "Ada"',
  },
  'type of who is': {
    set: (filters) => filters.compare('Who: type', 'is', 'OktaUser'),
    filter: 'source.type eq "OktaUser"',
  },
  'what starts with': {
    set: (filters) => filters.compare('What', 'starts with', 'Bill'),
    filter: 'destination.name sw "Bill"',
  },
  'type of what is not': {
    set: (filters) => filters.compare('What: type', 'is not', 'SalesforceProfile'),
    filter: 'destination.type ne "SalesforceProfile"',
  },
  'permission ends with': {
    set: (filters) => filters.compare('May', 'ends with', 'Read'),
    filter: 'abstract_permissions ew "Read"',
  },
  'text with quotes': {
    set: (filters) => filters.compare('Who', 'contains', 'O"Hara \\ Söhne'),
    filter: String.raw`source.name co "O\"Hara \\ Söhne"`,
  },
  'an attribute of an entity': {
    set: (filters) => filters.attribute('Who: department', 'is', 'Sales'),
    filter: 'source.department eq "Sales"',
  },
  'one decision': {
    set: (filters) => filters.choose('Decision', 'RESULT_DECISION_REJECTED'),
    mutable_filter: 'decision eq "RESULT_DECISION_REJECTED"',
  },
  'two decisions': {
    set: (filters) => filters.choose('Decision', 'RESULT_DECISION_ACCEPTED', 'RESULT_DECISION_FIXED'),
    mutable_filter: '(decision eq "RESULT_DECISION_ACCEPTED" or decision eq "RESULT_DECISION_FIXED")',
  },
  'sign-off': {
    set: (filters) => filters.choose('Sign-off', 'SIGNED_OFF'),
    mutable_filter: 'signed_off_state eq "SIGNED_OFF"',
  },
  'note contains': {
    set: (filters) => filters.compare('Note', 'contains', 'access'),
    mutable_filter: 'notes co "access"',
  },
  'reviewer contains': {
    set: (filters) => filters.compare('Reviewer', 'contains', 'Hopper'),
    mutable_filter: 'reviewers co "Hopper"',
  },
  'both texts at once': {
    set: async (filters) => {
      await filters.compare('Who', 'contains', 'Ada')
      await expect(filters.chip('Who')).toHaveText(/Ada/)
      await filters.choose('Decision', 'RESULT_DECISION_NONE')
    },
    filter: 'source.name co "Ada"',
    mutable_filter: 'decision eq "RESULT_DECISION_NONE"',
  },
  'a written query': {
    set: (filters) => filters.write('Access', 'source.name sw "A" or not (destination.type eq "X")'),
    filter: 'source.name sw "A" or not (destination.type eq "X")',
  },
}

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

for (const [name, { set, filter, mutable_filter }] of Object.entries(cases))
  test(`${name}: the same text after setting it, reload, back and in a pasted link`, async ({
    page,
    list,
    review,
    reviewServer,
    elsewhere,
  }) => {
    const wanted = { filter, mutable_filter }
    const lists = listsOf(page)
    await new SignIn(page, reviewServer.url).quietly(people.admin)
    const id = await new ReviewsApi(page).certification(large)
    await page.goto(`${reviewServer.url}/reviews/${id}`)
    await expect(review.count).toHaveText('400 rows')
    await set(new ReviewFilters(page))
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
