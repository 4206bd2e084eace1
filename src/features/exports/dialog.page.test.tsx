import { screen, waitFor, within } from '@testing-library/dom'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import type { Role } from '#contract/permissions.ts'
import { anEvent, insertEvents } from '#testing/action-events.ts'
import { holdBack, instead, refusal } from '#testing/activity-answers.ts'
import { activityPath } from '#testing/activity-page.ts'
import { insertReview, rowsOf } from '#testing/insert-review.ts'
import { failJob, takeJob } from '#testing/job-rows.ts'
import { type OpenPage, renderApp } from '#testing/render-app.tsx'
import { aUser } from '#testing/review-data.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  const events = ['a', 'b'].map((action_name) => anEvent({ action_name, state: 'ERRORED' }))
  await insertEvents(server.database.store.db, [...events, anEvent({ state: 'COMPLETED' })])
})
beforeEach(async () => void (await server.database.store.db.deleteFrom('job').execute()))
afterAll(() => server.close())

const jobs = async () => await server.database.store.db.selectFrom('job').select('input').execute()
const isPreview = ({ pathname }: URL) => pathname.endsWith(':export_preview')

/** Opens a list as somebody and presses Export. */
async function openDialog(path: string, as?: string, ...roles: Role[]) {
  const page = await renderApp(path, { server, ...(as === undefined ? {} : { as, roles }) })
  await page.user.click(await screen.findByRole('button', { name: /^Export/ }))
  return { page, dialog: within(await screen.findByRole('dialog', { name: /^Export / })) }
}

/** What was sent to make an export. */
const made = ({ sent }: OpenPage) =>
  sent.filter(({ path }) => path.includes(':export') || path.includes(':create'))

describe('Export on the activity tab', () => {
  test('says what it will hold, and asks for exactly the list of the screen, once', async () => {
    const search = 'state=ERRORED&order_by=started_at asc'
    const { page, dialog } = await openDialog(activityPath(search), 'eve', 'auditor')
    await dialog.findByText('2 events')
    for (const text of [
      'State is Failed',
      'state eq "ERRORED"',
      'started_at asc',
      '24 hours, under My exports',
    ])
      expect(dialog.getByText(text)).toBeDefined()
    await page.user.click(dialog.getByRole('radio', { name: /^XLSX/ }))
    await page.user.dblClick(dialog.getByRole('button', { name: 'Export 2 events as XLSX' }))
    await dialog.findByText('Waiting')
    expect(made(page)).toMatchObject([
      {
        path: '/app/v1/activity/action_events:export',
        body: { filter: 'state eq "ERRORED"', order_by: 'started_at asc' },
      },
    ])
    expect(await jobs()).toMatchObject([{ input: { format: 'XLSX', jsonl: true } }])
    expect(dialog.getByText(/^Your export goes on when you close this\./)).toBeDefined()
    const { db } = server.database.store
    const { id } = await db.selectFrom('job').select('id').executeTakeFirstOrThrow()
    await takeJob(db, { id, worker: 'w' })
    await failJob(db, { id, worker: 'w' }, 'No room.')
    await dialog.findByText('Failed')
    expect(dialog.getByText('Your export is over, without files.')).toBeDefined()
    expect(dialog.queryByText(/goes on when you close this/)).toBeNull()
  })

  test('counts first, and cannot be asked for meanwhile', async () => {
    const letGo = holdBack(isPreview)
    const { page, dialog } = await openDialog(activityPath(), 'eve', 'auditor')
    await dialog.findByText('Counting the rows …')
    expect(dialog.getByText('None: every event')).toBeDefined()
    await page.user.click(dialog.getByRole('button', { name: 'Export as CSV' }))
    letGo()
    await dialog.findByRole('button', { name: 'Export 3 events as CSV' })
    expect(made(page)).toEqual([])
  })

  test('that cannot be counted while the server is away says so', async () => {
    let attempts = 0
    instead(isPreview, () => {
      attempts += 1
      throw new TypeError('away')
    })
    const { dialog } = await openDialog(activityPath(), 'eve', 'auditor')
    expect((await dialog.findByRole('alert')).textContent).toMatch(/^The server does not answer\./)
    // At once, and not only after it has been tried for seconds.
    expect(attempts).toBeLessThan(4)
  })

  test('says of no events that there are none, and of a bad value what is wrong, at the filter', async () => {
    const none = await openDialog(activityPath('filter=policy_id eq "none"'), 'eve', 'auditor')
    await none.dialog.findByText(/^None: a file without rows/)
    const bad = await openDialog(activityPath('filter=state eq "NOPE"'), 'eve', 'auditor')
    await bad.dialog.findByText('Not counted: the filter is not good.')
    expect(bad.dialog.queryByRole('button', { name: 'Try again' })).toBeNull()
  })

  test('whose progress cannot be read says that it is not up to date', async () => {
    const { page, dialog } = await openDialog(activityPath(), 'eve', 'auditor')
    instead(
      ({ pathname }) => pathname.startsWith('/app/v1/exports'),
      () => Response.json({}, { status: 404 }),
    )
    await page.user.click(await dialog.findByRole('button', { name: 'Export 3 events as CSV' }))
    expect((await dialog.findByRole('alert')).textContent).toMatch(/^Not up to date\. /)
  })

  test('folds a long filter', async () => {
    const filter = `action_name eq "${'a'.repeat(600)}" or action_name eq "b"`
    const { dialog } = await openDialog(activityPath(`filter=${filter}`), 'eve', 'auditor')
    const fold = (await dialog.findByText(/^SCIM text of 6[34]\d characters$/)).closest('details')
    expect(fold?.open).toBe(false)
    expect(fold?.textContent).toContain('or action_name eq "b"')
  })

  test('goes as CSV alone where there are more rows than a sheet holds', async () => {
    const many = { value: { row_count: 1_048_576, refusal: null, whole: true } }
    instead(isPreview, () => Response.json(many))
    const letGo = holdBack(isPreview)
    const { page, dialog } = await openDialog(activityPath(), 'eve', 'auditor')
    await page.user.click(dialog.getByRole('radio', { name: /^XLSX/ }))
    letGo()
    await dialog.findByText('1,048,576 events')
    expect(dialog.getByText(/A sheet of XLSX holds at most 1,048,575 rows/)).toBeDefined()
    expect(dialog.getByRole('button', { name: 'Export 1,048,576 events as CSV' })).toBeDefined()
  })

  test('a lost answer is not called a failure; asked for again it is the same export, from a new dialog too', async () => {
    const { page, dialog } = await openDialog(activityPath(), 'eve', 'auditor')
    // The server makes it, and the answer gets lost.
    const end = instead(
      ({ pathname }) => pathname.endsWith(':export'),
      async (real) => {
        await real()
        throw new TypeError('lost')
      },
    )
    await page.user.click(await dialog.findByRole('button', { name: 'Export 3 events as CSV' }))
    await dialog.findByText(/^We do not know whether it was made\. .*Press again/)
    end()
    const ask = async () => {
      await page.user.click(screen.getByRole('button', { name: 'Export …' }))
      await page.user.click(await screen.findByRole('button', { name: 'Export 3 events as CSV' }))
      await screen.findByText('Waiting')
      await page.user.click(screen.getByText('Close'))
    }
    await page.user.click(dialog.getByRole('button', { name: 'Cancel' }))
    await ask()
    expect(made(page)).toHaveLength(2)
    expect(await jobs()).toHaveLength(1)
    // Now that it was answered, the next is another.
    await ask()
    expect(await jobs()).toHaveLength(2)
  })

  test('a refusal says that nothing was made', async () => {
    const { page, dialog } = await openDialog(activityPath(), 'eve', 'auditor')
    instead(
      ({ pathname }) => pathname.endsWith(':export'),
      () => refusal(429, 'ResourceExhausted', 'Ten are not over yet.'),
    )
    await page.user.click(await dialog.findByRole('button', { name: 'Export 3 events as CSV' }))
    await dialog.findByText('Not exported. Ten are not over yet.')
  })

  test.each<[string, Role, string, RegExp]>([
    [
      'part of the address cannot be read',
      'auditor',
      'sate=ERRORED',
      /could not be read: .* cannot be exported/,
    ],
    ['its reader may not export', 'operator', '', /^Auditors and admins take the log away/],
  ])('says why not where %s', async (_, role, search, why) => {
    const page = await renderApp(activityPath(search), { server, as: role, roles: [role] })
    const button = await screen.findByRole('button', { name: /^Export/ })
    await waitFor(() => expect(button.getAttribute('aria-disabled')).toBe('true'))
    const said = document.querySelector(`[id="${button.getAttribute('aria-describedby')}"]`)?.textContent
    expect(said).toMatch(why)
    await page.user.click(button)
    expect(screen.queryByRole('dialog', { name: /^Export / })).toBeNull()
  })
})

/** Why a button cannot be pressed. */
const refusalOf = (button: HTMLElement) =>
  document.querySelector(`[id="${button.getAttribute('aria-describedby')}"]`)?.textContent ?? ''

describe('a query that is not applied', () => {
  test('keeps the activity tab from exporting what the box does not say, until it is applied', async () => {
    const { user } = await renderApp(activityPath(), { server, as: 'eve', roles: ['auditor'] })
    const button = await screen.findByRole('button', { name: /^Export/ })
    await user.click(screen.getByRole('button', { name: 'Query' }))
    const box = screen.getByRole('combobox', { name: 'Query' })
    await user.type(box, 'state eq "ERRORED{Enter}')
    await waitFor(() => expect(refusalOf(button)).toMatch(/^The query cannot be read: /))
    await user.click(button)
    expect(screen.queryByRole('dialog', { name: /^Export / })).toBeNull()
    await user.type(box, '"')
    await waitFor(() =>
      expect(refusalOf(button)).toMatch(/^The query in the box is not applied: press Enter/),
    )
    await user.type(box, '{Escape}{Enter}')
    await waitFor(() => expect(refusalOf(button)).toBe(''))
    await user.click(button)
    expect(await screen.findByText('state eq "ERRORED"')).toBeDefined()
  })

  test.each(['Access', 'Review'])('in the box %s of a review does the same', async (label) => {
    const id = await insertReview(server, rowsOf(['x']), { demo: true })
    const { user } = await renderApp(`/reviews/${id}`, { server, as: 'ana', roles: ['admin'] })
    const button = await screen.findByRole('button', { name: /^Export/ })
    await user.click(screen.getByRole('button', { name: 'Query' }))
    await user.type(screen.getByRole('combobox', { name: label }), 'decision eq "x')
    await waitFor(() => expect(refusalOf(button)).toMatch(/^The query cannot be read: /))
    await user.click(screen.getByRole('button', { name: 'Query' }))
    await waitFor(() => expect(refusalOf(button)).toBe(''))
  })
})

describe('Export on a review', () => {
  const review = (settings = {}) =>
    insertReview(
      server,
      [...rowsOf(['x', 'y'], { reviewers: [aUser('ana')] }), ...rowsOf(['z'], { reviewers: [aUser('ben')] })],
      { name: 'Q4', demo: true, settings },
    )
  const open = { allow_reviewer_exports: { allow_csv_exports: true } }

  test('is that of the list, with the filter of its tab; of a reviewer that of their rows, and it says so', async () => {
    const id = await review(open)
    const path = `/reviews/${id}?decision=RESULT_DECISION_NONE&source.name=eq:x`
    const { page, dialog } = await openDialog(path, 'ana', 'reviewer')
    expect(dialog.getByText(/times are UTC, states are the API's codes/)).toBeDefined()
    await dialog.findByText('Your 1 row of 2 in this review that you may see: rows of others are not in it')
    expect(dialog.getByText('decision eq "RESULT_DECISION_NONE"')).toBeDefined()
    await page.user.click(dialog.getByRole('button', { name: 'Export 1 row as CSV' }))
    await dialog.findByText('Waiting')
    expect(made(page)).toMatchObject([
      {
        body: {
          certification_id: id,
          filter: 'source.name eq "x"',
          mutable_filter: 'decision eq "RESULT_DECISION_NONE"',
          order_by: 'result_id asc',
          format: 0,
        },
      },
    ])
  })

  test('says how many changes are not sent yet, for as long as they are not', async () => {
    const page = await renderApp(`/reviews/${await review(open)}`, { server, as: 'ana', roles: ['reviewer'] })
    const accept = await screen.findAllByRole('button', { name: /^Accept: / })
    const letGo = holdBack(({ pathname }) => pathname.endsWith('/results'))
    for (const button of accept) await page.user.click(button)
    await page.user.click(await screen.findByRole('button', { name: 'Export …' }))
    const dialog = within(await screen.findByRole('dialog', { name: /^Export / }))
    await dialog.findByText(/^2 of your changes are not sent yet and will not be in it/)
    letGo()
    await waitFor(() => expect(dialog.queryByText(/not sent yet/)).toBeNull())
  })

  test('of all that a reviewer may see does not say that it is everything, there and in My exports', async () => {
    const { page, dialog } = await openDialog(`/reviews/${await review(open)}`, 'ana', 'reviewer')
    await dialog.findByText('None: every row that you may see')
    await page.user.click(dialog.getByRole('button', { name: 'Export 2 rows as CSV' }))
    await page.user.click(await dialog.findByRole('link', { name: 'My exports' }))
    await screen.findByRole('heading', { name: 'My exports' })
    expect(await screen.findByText('None: every row that you may see')).toBeDefined()
  })

  test('whose settings keep reviewers from it says so, and makes nothing', async () => {
    const { page, dialog } = await openDialog(`/reviews/${await review()}`, 'ana', 'reviewer')
    expect((await dialog.findByRole('alert')).textContent).toMatch(/allow_csv_exports/)
    expect(dialog.getByText(/^KEY=/).textContent).toMatch(
      /-X PUT .*\/global_settings\/allow_reviewer_exports .*\n.*"allow_csv_exports":true/s,
    )
    expect(dialog.queryByRole('button', { name: /^Export/ })).toBeNull()
    expect(made(page)).toEqual([])
  })
})
