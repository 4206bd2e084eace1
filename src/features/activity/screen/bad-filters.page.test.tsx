import { screen, waitFor, within } from '@testing-library/dom'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { insertEvents } from '#testing/action-events.ts'
import { activityPath, cells, countLine, params, queryInput, submitQuery } from '#testing/activity-page.ts'
import { events } from '#testing/many-events.ts'
import { renderApp } from '#testing/render-app.tsx'
import { startServer, type TestServer } from '#testing/start-server.ts'

let server: TestServer
let key: string

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  key = await server.key('activity:read')
  await insertEvents(server.database.store.db, events.slice(-300))
})
afterAll(() => server.close())

/** Filters that the server does not take, by what is wrong with them. */
const bad: Readonly<Record<string, string>> = {
  'an unknown field': 'nme eq "x"',
  'an unknown field after a good condition': 'state eq "ERRORED" and sate eq "RUNNING"',
  'an operator that a choice does not have': 'state co "ERR"',
  'an operator that an id does not have': 'policy_id sw "p"',
  'an operator that a number does not have': 'jobs_started gt 3',
  'equality of a time': 'started_at eq "2026-01-31T09:30:00Z"',
  'text for a number': 'jobs_started eq "3"',
  'a number for text': 'identity_name co 5',
  'a broken number': 'jobs_started eq 1.5',
  'a number out of range': 'jobs_started eq 99999999999',
  'a number for a truth': 'any_changes eq 1',
  'null where nothing is null': 'policy_task eq null',
  'a date alone': 'started_at ge "2026-02-01"',
  'a time without offset': 'started_at ge "2026-02-01T10:00:00"',
  'a day that no month has': 'completed_at lt "2026-02-30T00:00:00Z"',
  'words for a time': 'started_at gt "yesterday"',
  'a value without quotes': 'state eq ERRORED',
  'an unclosed text': 'identity_name co "smith',
  'an escape that JSON does not have': 'identity_name co "a\\q"',
  'half a surrogate pair': 'identity_name co "\\ud800"',
  'a NUL': 'identity_id eq "\\u0000"',
  'an unclosed bracket': '(state eq "ERRORED"',
  'a bracket too many': 'state eq "ERRORED")',
  'a sign for an operator': 'state = "ERRORED"',
  'no value': 'state eq',
  'nothing behind and': 'state eq "ERRORED" and',
  'nothing before and': 'and state eq "ERRORED"',
  'a word that joins nothing': 'state eq "ERRORED" xor state eq "RUNNING"',
  'not without brackets': 'not state eq "ERRORED"',
  presence: 'state pr',
  'a value path': 'emails[type eq "work"]',
  'a schema prefix': 'urn:ietf:params:scim:schemas:core:2.0:User:userName eq "x"',
  'too many brackets': `${'('.repeat(40)}state eq "ERRORED"${')'.repeat(40)}`,
  'too many conditions': Array.from({ length: 257 }, () => 'jobs_started eq 1').join(' or '),
  'too much text': `identity_name co "${'x'.repeat(8192)}"`,
  'a state that nobody has': 'state eq "NO_SUCH_STATE"',
  'a type that nobody has': 'action_type eq "NO_SUCH_TYPE" and any_changes eq true',
}

/** What the server itself says to a filter, as the box says it, and the part of the text that it marks. */
async function refusalOf(filter: string): Promise<{ readonly words: string; readonly marked: string }> {
  const query = new URLSearchParams({ filter }).toString()
  const path = `/api/private/lifecycle_management/action_events?${query}`
  const answer = await fetch(server.url + path, { headers: { authorization: `Bearer ${key}` } })
  expect(answer.status).toBe(400)
  const { details } = await answer.json()
  const { message, metadata } = details.at(-1)
  const [start, end] = [Number(metadata.start), Number(metadata.end)]
  return { words: `${message} At character ${start + 1}.`, marked: filter.slice(start, end).trim() }
}

/** What the box says of the query, and the part of it that it marks. */
function boxSays() {
  const form = queryInput().closest('form')
  return {
    words: form?.querySelector('p')?.textContent,
    marked: form?.querySelector('mark')?.textContent.trim() ?? '',
  }
}

describe('a link shows the server’s words at the place, and no rows:', () => {
  test.each(Object.entries(bad))('%s', async (_, filter) => {
    await renderApp(activityPath({ filter }), { server })
    const alert = within(await screen.findByRole('alert'))
    await alert.findByRole('heading', {
      name: /^(Part of this link could not be read|The server refused this request)$/,
    })
    const refusal = await refusalOf(filter)
    await waitFor(() => expect(boxSays()).toEqual(refusal))
    expect(queryInput().value).toBe(filter)
    expect(queryInput().getAttribute('aria-invalid')).toBe('true')
    expect(screen.queryAllByRole('gridcell')).toEqual([])
    expect(screen.queryByText(/ loaded$/)).toBeNull()
  })
})

test('typed into the query box, each shows the same words and leaves the rows as they are', async () => {
  const page = await renderApp(activityPath('state=BLOCKED'), { server })
  await countLine(/ matching events/)
  await screen.findByRole('button', { name: 'Query' })
  const before = cells().slice(0, 5)
  for (const [name, filter] of Object.entries(bad)) {
    if (name.endsWith('that nobody has')) continue // The server alone knows; the next test.
    await submitQuery(page, filter)
    const refusal = await refusalOf(filter)
    await waitFor(() => expect(boxSays(), name).toEqual(refusal))
    expect(params(), name).toEqual([['state', 'BLOCKED']])
  }
  expect(cells().slice(0, 5)).toEqual(before)
  await countLine(/ matching events/)
})

test.each(['state', 'action_type'])(
  'a %s that nobody has goes to the server, whose words come back to the box',
  async (field) => {
    const page = await renderApp(activityPath('state=BLOCKED'), { server })
    await countLine(/ matching events/)
    await screen.findByRole('button', { name: 'Query' })
    const filter = `${field} eq "NO_SUCH_NAME" and jobs_started eq 1`
    const refusal = await refusalOf(filter)
    await submitQuery(page, filter)
    await screen.findByRole('heading', { name: 'The server refused this request' })
    await waitFor(() => expect(boxSays()).toEqual(refusal))
    expect(refusal.words).toMatch(/HALF_DONE|BRAND_NEW_TYPE/)
    expect(screen.queryAllByRole('gridcell')).toEqual([])
    await page.user.click(screen.getByRole('button', { name: 'Clear the filter' }))
    await countLine(/ events loaded$/)
  },
)
