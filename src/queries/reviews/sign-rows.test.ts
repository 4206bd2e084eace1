import { expect, test } from 'vitest'
import { Certification } from '#contract/reviews/certification.ts'
import { defaultSettings } from '#contract/reviews/review-settings.ts'
import { certificationOutbox } from '#decisions/outbox/certification-outbox.ts'
import { PendingChanges } from '#decisions/pending-changes.ts'
import { Outbox } from '#decisions/outbox/outbox.ts'
import { createRowStore } from '#decisions/row-store.ts'
import { aPerson, aResult } from '#testing/result.ts'
import { orderOf } from './positions.ts'
import { isAssigned } from './rule-input.ts'
import { signRows } from './sign-rows.ts'
import type { Signing } from './signing-tally.ts'

const admin = aPerson('me')
const rows = [aPerson('me'), aPerson('other')].map((person, result_id) =>
  aResult({ result_id, decision: 'RESULT_DECISION_ACCEPTED', reviewers: [person] }),
)

async function signAll(covers: Parameters<typeof signRows>[0]['covers']) {
  const store = createRowStore()
  const sent: number[] = []
  const outbox = new Outbox({
    send: ({ result_id }) => {
      sent.push(result_id)
      return Promise.resolve(2)
    },
    afterPaint: () => Promise.resolve(),
    newKey: () => crypto.randomUUID(),
    random: () => 1,
  })
  void outbox.open(undefined)
  const pending = new PendingChanges(store, certificationOutbox(outbox, 'c-1'))
  pending.attach(store)
  const certification = Certification.parse({
    certification_id: 'c-1',
    workflow_id: 'w1',
    state: 'CERT_STATE_IN_PROGRESS',
  })
  let last: Signing | undefined
  await signRows({
    groups: [{ decision: 'RESULT_DECISION_ACCEPTED', order: orderOf({ total: 2, runs: [0, 2], seq: 0 }) }],
    leaveOut: new Set(),
    store,
    pending,
    viewer: {
      certification,
      user: admin,
      roles: ['admin'],
      own: false,
      settings: defaultSettings(),
      isOthers: false,
    },
    covers,
    now: Date.now,
    read: () => Promise.resolve(rows),
    most: 200,
    onProgress: (progress) => (last = progress),
    signal: new AbortController().signal,
  })
  return { sent, last }
}

test('T37 a sign-off of many leaves out the rows of other reviewers, whatever a filter found', async () => {
  const { sent, last } = await signAll((row) => isAssigned(row, admin))
  expect(sent).toEqual([0])
  expect(last).toMatchObject({ total: 2, signed: 1, skipped: 1 })
})

test('T37 it takes them where they are included', async () => {
  const { sent, last } = await signAll(() => true)
  expect(sent).toEqual([0, 1])
  expect(last).toMatchObject({ total: 2, signed: 2, skipped: 0 })
})
