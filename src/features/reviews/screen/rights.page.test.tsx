import { screen, waitFor, within } from '@testing-library/dom'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { Role } from '#contract/permissions.ts'
import { insertReview, rowsOf } from '#testing/insert-review.ts'
import { renderApp } from '#testing/render-app.tsx'
import { aUser } from '#testing/review-data.ts'
import { changeReviewAs } from '#testing/request-as.ts'
import { buttonIn, changesSent, rowWith } from '#testing/review-page.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'
import { storedRow } from '#testing/stored-row.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
})
afterAll(() => server.close())

type Given = Parameters<typeof insertReview>[2]

/** Opens a review with a row of ana's and one of ben's, at the address of a row or of the list. */
async function open(as: string, role: Role, place = '', given: Given = {}) {
  const rows = [...rowsOf(['jdoe']), ...rowsOf(['ksmith'], { reviewers: [aUser('ben')] })]
  const id = await insertReview(server, rows, given)
  return { id, page: await renderApp(`/reviews/${id}${place}`, { server, as, roles: [role] }) }
}

const others = () => screen.queryByRole('checkbox', { name: /^Include rows of other reviewers/ })

test('T37 an admin decides a row of somebody else by its button, and the log says so', async () => {
  const { id, page } = await open('root', 'admin')
  await page.user.click(buttonIn(await rowWith('jdoe'), 'Accept'))
  await waitFor(async () =>
    expect((await storedRow(server, id, 0)).decision).toBe('RESULT_DECISION_ACCEPTED'),
  )
  const { log } = await storedRow(server, id, 0)
  expect(log).toMatchObject([{ actor: { id: 'root' }, detail: { by_other: true } }])
})

test('T37 an admin can include the rows of others, which the address holds', async () => {
  const { page } = await open('root', 'admin')
  await rowWith('jdoe')
  const box = await screen.findByRole('checkbox', { name: /^Include rows of other reviewers \(2 open\)/ })
  expect(box).toHaveProperty('checked', false)
  await page.user.click(box)
  await waitFor(() => expect(location.search).toBe('?others=included'))
  await waitFor(() => expect(others()).toHaveProperty('checked', true))
})

test('T37 the drawer of a row of others says that keys leave it alone, until others are included', async () => {
  await open('root', 'admin', '/rows/0')
  const drawer = await screen.findByRole('dialog', { name: /jdoe/ })
  await within(drawer).findByText(/^You do not review this row/)
  expect(buttonIn(drawer, 'Accept').getAttribute('aria-disabled')).toBe('false')
})

test('T37 the drawer says nothing of keys where others are included', async () => {
  await open('root', 'admin', '/rows/0?others=included')
  const drawer = await screen.findByRole('dialog', { name: /jdoe/ })
  await within(drawer).findByRole('button', { name: 'Accept' })
  expect(drawer.textContent).not.toContain('You do not review this row')
})

test('T37 a reviewer finds the own rows alone, and is offered none of others', async () => {
  await open('ana', 'reviewer')
  await rowWith('jdoe')
  await screen.findByText('1 row')
  expect(screen.queryByRole('row', { name: /ksmith/ })).toBeNull()
  expect(others()).toBeNull()
})

test('an auditor sees every row, and no button that would change one', async () => {
  const { page } = await open('vera', 'auditor')
  const row = await rowWith('ksmith')
  expect(within(row).queryByRole('button', { name: /^(Accept|Reject)/ })).toBeNull()
  expect(screen.queryByRole('button', { name: /^Sign off/ })).toBeNull()
  expect(others()).toBeNull()
  expect(changesSent(page)).toEqual([])
})

test('an operator changes no row of others, and the drawer says why', async () => {
  const { page, id } = await open('olga', 'operator', '/rows/0', {
    creator: aUser('olga'),
    creator_type: 'localCookieUser',
    creator_id: 'olga',
  })
  const drawer = await screen.findByRole('dialog', { name: /jdoe/ })
  const accept = await within(drawer).findByRole('button', { name: 'Accept' })
  expect(accept.getAttribute('aria-disabled')).toBe('true')
  expect(drawer.textContent).toContain('Only a reviewer of this row may decide it.')
  await page.user.click(accept)
  expect(changesSent(page)).toEqual([])
  expect((await storedRow(server, id, 0)).decision).toBe('RESULT_DECISION_NONE')
})

test('T18 a review of somebody else looks to a reviewer as if there were none', async () => {
  await open('eve', 'reviewer')
  await screen.findByRole('heading', { name: 'This review is not available' })
  expect(document.body.textContent).not.toContain('jdoe')
})

const deleted = {
  state: 'CERT_STATE_SUPERSEDED',
  published: false,
  superseded_at: '2026-03-05T09:00:00Z',
  superseded_by: aUser('root'),
}

test('T18 a deleted draft says by whom, and nothing in it can be changed', async () => {
  await open('root', 'admin', '', deleted)
  await screen.findByText(/^Deleted 2026-03-05.* by root\. It can no longer be changed/)
  const row = await rowWith('jdoe')
  expect(within(row).queryByRole('button', { name: /^(Accept|Reject)/ })).toBeNull()
  expect(screen.queryByRole('button', { name: /^Sign off/ })).toBeNull()
  expect(others()).toBeNull()
})

test('T18 a draft leads to the one in its place', async () => {
  const second = await insertReview(server, rowsOf(['jdoe']), { name: 'Corrected' })
  await open('root', 'admin', '', { ...deleted, replaced_by: second })
  const line = await screen.findByText(/^Superseded 2026-03-05.* by root\. Replaced by/)
  const link = await within(line).findByRole('link', { name: /Corrected/ })
  expect(link.getAttribute('href')).toBe(`/reviews/${second}`)
})

test('T18 a draft is deleted once that is confirmed, and its rows stay', async () => {
  const { page, id } = await open('root', 'admin', '', { published: false })
  await rowWith('jdoe')
  await page.user.click(screen.getByRole('button', { name: /^Details/ }))
  await page.user.click(await screen.findByRole('button', { name: 'Delete …' }))
  const confirm = await screen.findByRole('dialog', { name: /^Delete / })
  expect(confirm.textContent).toMatch(/under Superseded.*2 rows · 0 decided/)
  await page.user.click(within(confirm).getByRole('button', { name: 'Delete' }))
  await screen.findByText(/^Deleted .* by root\. It can no longer be changed/)
  expect((await storedRow(server, id, 1)).decision).toBe('RESULT_DECISION_NONE')
})

test('T15 the buttons of a review close at its due time, and say why', async () => {
  const { page, id } = await open('ana', 'reviewer', '/rows/0')
  const drawer = await screen.findByRole('dialog', { name: /jdoe/ })
  const accept = await within(drawer).findByRole('button', { name: 'Accept' })
  expect(accept.getAttribute('aria-disabled')).toBe('false')
  await changeReviewAs('ben', server, id, { due_date: new Date(Date.now() + 5000).toISOString() })
  // After a decision the page reads the review again, and with it the due date.
  await page.user.click(accept)
  await waitFor(() => expect(accept.getAttribute('aria-disabled')).toBe('true'))
  expect(drawer.textContent).toContain('This review has expired')
  await page.user.click(buttonIn(drawer, 'Reject'))
  expect(screen.queryByRole('dialog', { name: 'Reject this access' })).toBeNull()
  expect(changesSent(page)).toHaveLength(1)
  const [signOff] = screen.getAllByRole('button', { name: 'Sign off decided rows …' })
  expect(signOff?.getAttribute('aria-disabled')).toBe('true')
  expect((await storedRow(server, id, 0)).decision).toBe('RESULT_DECISION_ACCEPTED')
})
