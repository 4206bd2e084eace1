import { screen, waitFor, within } from '@testing-library/dom'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { holdBack } from '#testing/activity-answers.ts'
import { insertReview, rowsOf } from '#testing/insert-review.ts'
import { type OpenPage, renderApp } from '#testing/render-app.tsx'
import { aUser, insertPeople } from '#testing/review-data.ts'
import { rowWith } from '#testing/review-page.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'

let server: TestServer
let id = ''

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  await insertPeople(server.database.store.db, [aUser('benjamin')], ['reviewer'])
  id = await insertReview(server, rowsOf(['jdoe', 'ksmith'], { decision: 'RESULT_DECISION_ACCEPTED' }), {
    name: 'Q4',
  })
  await insertReview(server, rowsOf(['jdoe']), { name: 'Next', published: false })
})
afterAll(() => server.close())

const open = (path: string): Promise<OpenPage> => renderApp(path, { server, as: 'root', roles: ['admin'] })
const endsWith = (end: string) => (url: URL) => url.pathname.endsWith(end)

/** What the page counts as none: its texts with a `0` that is a number of its own. */
function zeros(): readonly string[] {
  const texts: string[] = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) texts.push(walker.currentNode.textContent ?? '')
  return texts.filter((text) => /(?<![\w.:,-])0(?![\w.:,-])/.test(text))
}

/** The panel with everything about the review, once its code is there. */
async function detailsOf({ user }: OpenPage): Promise<HTMLElement> {
  await user.click(screen.getByRole('button', { name: 'Details' }))
  await screen.findByText('Progress by reviewer')
  return screen.getByRole('dialog', { name: 'About this review' })
}

/** What is said of a count that is not known yet. */
const nobody = 'Nobody else is found who can be a reviewer.'

test('T41 the list of reviews counts nothing until the reviews are there', async () => {
  const letGo = holdBack(endsWith('/certifications'))
  await open('/reviews')
  await screen.findByRole('heading', { name: 'Workflows' })
  expect(zeros()).toEqual([])
  letGo()
  await screen.findByText('2 reviews')
  // The phases that no review is in: the pattern finds such numbers.
  expect(zeros()).not.toEqual([])
})

test('T41 details, sign-off and the search of people count nothing until the answers are there', async () => {
  const page = await open(`/reviews/${id}?others=included`)
  const { user } = page
  await rowWith('jdoe')
  const before = zeros()
  expect(before).toEqual(['To decide 0', 'Rejected 0', 'Fixed 0', 'Signed off 0'])

  const letGo = holdBack(({ pathname }) =>
    /\/(standing|reviewer_infos|reviewers|people|bulk:preview)\b/.test(pathname),
  )
  const details = await detailsOf(page)
  await user.click(within(details).getByText('Progress by reviewer'))
  expect(await within(details).findAllByText('Loading …')).not.toEqual([])
  expect(zeros()).toEqual(before)
  await user.click(within(details).getByRole('button', { name: 'Edit …' }))
  await user.type(within(details).getByPlaceholderText('Name or email'), 'benj')
  await within(details).findByText('Searching …')
  expect(within(details).queryByText(nobody)).toBeNull()
  await user.click(within(details).getByRole('button', { name: 'Cancel' }))
  await user.click(within(details).getByRole('button', { name: 'Close' }))

  await user.click(screen.getByRole('button', { name: 'Sign off decided rows …' }))
  const dialog = await screen.findByRole('dialog', { name: 'Sign off decided rows' })
  await user.type(await within(dialog).findByRole('textbox'), 'They are away.')
  await user.click(within(dialog).getByRole('button', { name: 'Preview' }))
  await within(dialog).findByText('Looking which rows this would change …')
  expect(zeros()).toEqual(before)
  letGo()
  await within(dialog).findByRole('button', { name: 'Sign off 2 rows' })
})

test('T41 a draft cannot be published, and counts nothing, until it is known what it leaves open', async () => {
  const { user } = await open('/reviews')
  const letGo = holdBack(endsWith('/standing'))
  await user.click(await screen.findByRole('button', { name: /^Manage .?Next/ }))
  await user.click(await screen.findByRole('button', { name: 'Publish …' }))
  const dialog = await screen.findByRole('dialog', { name: /^Publish / })
  expect(dialog.textContent).not.toContain('no reviewer')
  expect(within(dialog).getByRole('button', { name: 'Publish' }).getAttribute('aria-disabled')).toBe('true')
  letGo()
  await within(dialog).findByRole('button', { name: 'Publish anyway' })
})

test('T41 rows that are still being gathered are not said to be none', async () => {
  const gathering = await insertReview(server, [], { name: 'New', state: 'CERT_STATE_SEARCHING' })
  await open(`/reviews/${gathering}`)
  await screen.findByRole('heading', { name: 'The rows are being gathered' })
  await waitFor(() => expect(screen.getByRole('link', { name: 'To decide' })).toBeDefined())
  expect(zeros()).toEqual([])
})
