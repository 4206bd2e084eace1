import { describe, expect, test } from 'vitest'
import type { HistoryEntry, Result } from '#contract/reviews/result.ts'
import { aResult } from '#testing/result.ts'
import { aUser } from '#testing/review-data.ts'
import { systemUser } from '../../store/reviews/log/system-user.ts'
import { historyTable, rowsTable } from './review-tables.ts'

const [ana, root] = [aUser('ana'), aUser('root')]
const decision = (name: string, given: Partial<HistoryEntry> = {}): HistoryEntry => ({
  action: 'DECISION',
  user: ana,
  time: '2026-03-02T09:00:00Z',
  seq: 1,
  via: 'session',
  decision_detail: { decision: name, note: '' },
  ...given,
})
const signOff = (given: Partial<HistoryEntry> = {}): HistoryEntry => ({
  action: 'SIGNED_OFF',
  user: ana,
  time: '2026-03-02T10:00:00Z',
  seq: 2,
  via: 'session',
  ...given,
})
const accepted = 'RESULT_DECISION_ACCEPTED'

/** The cells of a row by the names of their columns. */
function cellsOf(row: Partial<Result>, history: readonly HistoryEntry[]) {
  const [cells = []] = rowsTable(true).linesOf({ row: aResult({ decision: accepted, ...row }), history })
  return Object.fromEntries(rowsTable(true).header.map((name, index) => [name, cells[index]]))
}

describe('a row', () => {
  test('has who decided it and when, of the decision that stands', () => {
    const history = [decision('RESULT_DECISION_REJECTED', { user: root }), decision(accepted)]
    expect(cellsOf({}, history)).toMatchObject({
      decided_by: 'ana <ana@example.com>',
      decided_by_id: 'localCookieUser:ana',
      decided_at: '2026-03-02T09:00:00Z',
    })
    const none = { decided_by: null, decided_by_id: null, decided_at: null }
    expect(cellsOf({ decision: 'RESULT_DECISION_NONE' }, [decision('RESULT_DECISION_NONE')])).toMatchObject(
      none,
    )
    // What was imported as decided has nobody who did it here.
    expect(cellsOf({ decision: 'RESULT_DECISION_FIXED' }, history)).toMatchObject(none)
  })

  const signed = { signed_off_state: 'SIGNED_OFF' }
  const no = { in_place_of_reviewer: 'false', by_admin: 'false', by_rule: 'false' }
  test.each<[string, Partial<Result>, HistoryEntry[], Partial<typeof no>]>([
    ['a decision of its reviewer', {}, [decision(accepted)], {}],
    ['one of somebody else', {}, [decision(accepted, { by_other: true })], { in_place_of_reviewer: 'true' }],
    ['one forced without a reason', {}, [decision(accepted, { reason: '' })], { by_admin: 'true' }],
    [
      'one of many of others, which is not forced for all its reason',
      {},
      [decision(accepted, { by_other: true, reason: 'Ana is away', in_bulk: 'b' })],
      { in_place_of_reviewer: 'true' },
    ],
    ['one of the server', {}, [decision(accepted, { user: systemUser })], { by_rule: 'true' }],
    [
      'a sign-off of somebody else',
      signed,
      [decision(accepted), signOff({ by_other: true })],
      { in_place_of_reviewer: 'true' },
    ],
    ['a sign-off that was undone', {}, [decision(accepted), signOff({ by_other: true })], {}],
    [
      'a decision that was changed',
      {},
      [decision('RESULT_DECISION_REJECTED', { by_other: true }), decision(accepted)],
      {},
    ],
  ])('is marked by %s', (_, row, history, marks) => {
    expect(cellsOf(row, history)).toMatchObject({ ...no, ...marks })
  })
})

test('of a log all that was said is in a column of its own', () => {
  const entry: HistoryEntry = {
    action: 'REVIEWER_ASSIGNED',
    user: root,
    time: '2026-03-02T09:00:00Z',
    seq: 3,
    via: 'key:1',
    reason: 'on leave',
    reviewer_detail: { old_reviewers: [ana], new_reviewers: [root, aUser('x:y', 'OktaUser')] },
  }
  const [cells = []] = historyTable.linesOf({ row: aResult({ result_id: 7 }), history: [entry] })
  expect(Object.fromEntries(historyTable.header.map((name, index) => [name, cells[index]]))).toEqual({
    result_id: '7',
    seq: '3',
    time: '2026-03-02T09:00:00Z',
    action: 'REVIEWER_ASSIGNED',
    user: 'root <root@example.com>',
    user_id: 'localCookieUser:root',
    via: 'key:1',
    decision: null,
    note: null,
    old_reviewers: 'ana <ana@example.com>',
    old_reviewer_ids: '["localCookieUser:ana"]',
    new_reviewers: 'root <root@example.com>; x:y <x:y@example.com>',
    new_reviewer_ids: '["localCookieUser:root","OktaUser:x:y"]',
    in_place_of_reviewer: 'false',
    by_admin: 'true',
    reason: 'on leave',
    by_rule: 'false',
    in_bulk: null,
  })
})

test('what came from outside is guarded, what this server writes is not', () => {
  const written = rowsTable(true).header.filter((name) => !rowsTable(true).texts.has(name))
  expect(written.filter((name) => /name|notes|_by|decision|reviewers|_id$/.test(name))).toEqual(['result_id'])
  expect([...historyTable.texts]).toEqual(
    expect.arrayContaining(['user', 'note', 'reason', 'via', 'old_reviewers', 'new_reviewers', 'action']),
  )
})
