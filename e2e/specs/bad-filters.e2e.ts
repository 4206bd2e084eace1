import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures.ts'

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

type Refusal = { readonly message: string; readonly start: number; readonly end: number }

/** What the server itself says to a filter. */
async function refusalOf(page: Page, filter: string): Promise<Refusal> {
  const { status, body } = await page.evaluate(async (text) => {
    const query = new URLSearchParams({ filter: text }).toString()
    const answer = await fetch(`/api/private/lifecycle_management/action_events?${query}`)
    return { status: answer.status, body: await answer.json() }
  }, filter)
  expect(status).toBe(400)
  const { message, metadata } = body.details.at(-1)
  return { message, start: Number(metadata.start), end: Number(metadata.end) }
}

/** The message as the box says it, and the part of the text that it marks. */
function shownAs(filter: string, { message, start, end }: Refusal) {
  return { words: `${message} At character ${start + 1}.`, marked: filter.slice(start, end).trim() }
}

const trimmed = (text: string | null) => (text ?? '').trim()

test.beforeEach(({ troubles }) => troubles.announce(/ 400 .*[?&]filter=/, /status of 400 .*[?&]filter=/))

for (const [name, filter] of Object.entries(bad)) {
  test(`a link with ${name} shows the server's words at the place, and no rows`, async ({
    page,
    tab,
    query,
  }) => {
    await tab.open({ filter })
    await expect(query.input).toHaveValue(filter)
    await expect(tab.alert.getByRole('heading')).toHaveText(
      /^(Part of this link could not be read|The server does not take this request)$/,
    )
    const { words, marked } = shownAs(filter, await refusalOf(page, filter))
    await expect(query.message).toHaveText(words)
    await expect(query.input).toHaveAccessibleDescription(words)
    expect(trimmed(await query.mark.textContent())).toBe(marked)
    await expect(tab.rows).toHaveCount(0)
    await expect(tab.count).toBeHidden()
    await expect(query.input).toHaveAttribute('aria-invalid', 'true')
  })
}

test('typed into the query box, each shows the same words and leaves the rows as they are', async ({
  page,
  tab,
  query,
}) => {
  await tab.open('state=BLOCKED')
  await expect(tab.count).toHaveText(/ matching events/)
  // The message takes room, so that fewer rows are drawn.
  const firstRows = async () => (await tab.shown()).slice(0, 10)
  await expect.poll(async () => (await firstRows()).length).toBe(10)
  const before = await firstRows()
  for (const [name, filter] of Object.entries(bad)) {
    if (name.endsWith('that nobody has')) continue // The server alone knows; the next test.
    await test.step(name, async () => {
      const { words, marked } = shownAs(filter, await refusalOf(page, filter))
      await query.submit(filter)
      await expect.soft(query.message, name).toHaveText(words)
      expect.soft(trimmed(await query.mark.textContent()), name).toBe(marked)
      expect.soft(tab.params(), name).toEqual([['state', 'BLOCKED']])
    })
  }
  await expect.poll(firstRows).toEqual(before)
  await expect(tab.count).toHaveText(/ matching events/)
})

test('a name that nobody has goes to the server, whose words come back to the box', async ({
  page,
  tab,
  query,
}) => {
  await tab.open('state=BLOCKED')
  await expect(tab.count).toHaveText(/ matching events/)
  for (const field of ['state', 'action_type']) {
    const filter = `${field} eq "NO_SUCH_NAME" and jobs_started eq 1`
    const { words, marked } = shownAs(filter, await refusalOf(page, filter))
    await query.submit(filter)
    await expect(tab.alert.getByRole('heading')).toHaveText('The server does not take this request')
    await expect(query.message).toHaveText(words)
    expect(words).toMatch(/HALF_DONE|BRAND_NEW_TYPE/)
    expect(trimmed(await query.mark.textContent())).toBe(marked)
    await expect(tab.rows).toHaveCount(0)
  }
  await tab.button('Clear the filter').click()
  await expect(tab.count).toHaveText(/ events loaded$/)
})
