import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ApiError } from '#client/api-error.ts'
import { noFailure } from '#contract/errors.ts'
import { type CertificationOutbox, certificationOutbox } from './outbox/certification-outbox.ts'
import { accept, anOutbox, certification_id, reject, settled } from './outbox/outbox.test-helper.ts'
import { PendingChanges, type PendingEvent } from './pending-changes.ts'
import { aPerson, aResult } from '#testing/result.ts'
import { createRowStore } from './row-store.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Pending changes over two rows, and the answers of a server to come. */
function pendingChanges() {
  const store = createRowStore()
  store.put([aResult({ result_id: 0 }), aResult({ result_id: 1 })])
  const { outbox, sent } = anOutbox()
  void outbox.open(undefined)
  const pending = new PendingChanges(store, certificationOutbox(outbox, certification_id))
  pending.attach(store)
  const events: PendingEvent[] = []
  pending.onEvent((event) => events.push(event))
  const row = (id = 0) => store.get(id) ?? aResult({ version: -1 })
  const sends = () => sent.map(({ id, change, on }) => [id, change, on.version])
  return { store, pending, outbox, sent, sends, events, row }
}

const stale = (part: Parameters<typeof aResult>[0]) =>
  new ApiError({ ...noFailure(412), current: { value: aResult({ version: 2, ...part }), entries: [] } })

describe('a decision', () => {
  test('shows at once, as being saved, and is saved by the answer', async () => {
    const { pending, sent, row } = pendingChanges()
    pending.decide(row(), { ...reject, notes: 'left' })
    expect(row()).toMatchObject({ ...reject, notes: 'left', version: 1 })
    expect(pending.states.get(0)).toEqual({ kind: 'saving' })
    expect(pending.getStatus()).toEqual({ unsent: 1, stored: 0, waiting: 0, needsYou: [] })
    await settled()
    await sent[0]?.answer(2)
    expect(pending.states.get(0)).toEqual({ kind: 'saved' })
    expect([row().version, pending.getStatus().unsent]).toEqual([2, 0])
  })

  test('T29 only a conflict of a row that was changed in this window interrupts, until it is put off', async () => {
    const { pending, sent, row } = pendingChanges()
    expect(pending.mayInterrupt(0)).toBe(false)
    pending.decide(row(), accept)
    await settled()
    await sent[0]?.fail(stale({ ...reject, notes: 'theirs' }))
    expect([pending.mayInterrupt(0), pending.mayInterrupt(1)]).toEqual([true, false])
    let drawn = 0
    pending.subscribe(() => drawn++)
    pending.putOff(0)
    expect([pending.mayInterrupt(0), drawn, pending.getStatus().needsYou]).toEqual([false, 1, [0]])
  })

  test('tells those of its row alone', () => {
    const { pending, store, row } = pendingChanges()
    const told: string[] = []
    for (const id of [0, 1]) {
      store.subscribe(id, () => told.push(`row ${id}`))
      pending.states.subscribe(id, () => told.push(`state ${id}`))
    }
    pending.decide(row(), accept)
    expect(new Set(told)).toEqual(new Set(['row 0', 'state 0']))
  })

  test('on a row drawn before my last one was confirmed still knows its version', async () => {
    const { pending, sent, sends, row } = pendingChanges()
    const drawn = row()
    pending.decide(drawn, accept)
    await settled()
    await sent[0]?.answer(2)
    expect(row().version).toBe(2)
    pending.decide(drawn, reject)
    await settled()
    expect(sends()[1]).toEqual([0, reject, 2])
  })

  test('on a row that a colleague has changed under the reader is made on what they had read', async () => {
    const { pending, store, sent, sends, row } = pendingChanges()
    store.takeChanged(aResult({ version: 2, ...accept }), 'bob')
    pending.decide(row(), reject)
    await settled()
    expect(sends()[0]).toEqual([0, reject, 1])
    await settled()
    await sent[0]?.fail(stale(accept))
    expect(pending.states.get(0)).toMatchObject({ kind: 'needs you', why: 'against' })
    pending.giveUp(0)
    pending.decide(row(), reject)
    await settled()
    expect(sends()[1]).toEqual([0, reject, 2])
  })

  test('stays on a row that is read anew while it is on its way', () => {
    const { pending, store, row } = pendingChanges()
    pending.decide(row(), accept)
    store.put([aResult({ version: 5, reviewers: [aPerson('bob')] })])
    expect(row()).toMatchObject({ ...accept, version: 5, reviewers: [{ id: 'bob' }] })
  })
})

describe('undo', () => {
  test('takes back the newest decision with its note, then the one before', async () => {
    const { pending, sent, events, row } = pendingChanges()
    pending.decide(row(), accept)
    pending.decide(row(), { ...reject, notes: 'left' })
    pending.undo()
    expect(row()).toMatchObject({ ...accept, notes: '' })
    pending.undo()
    expect(row()).toMatchObject({ decision: 'RESULT_DECISION_NONE', notes: '' })
    pending.undo()
    expect(events.map(({ kind }) => kind)).toEqual([
      'decided',
      'decided',
      'undone',
      'undone',
      'nothing to undo',
    ])
    // Only the first has been sent so far: the others wait for the version that it returns.
    await settled()
    expect(sent).toHaveLength(1)
  })

  test('is what a decision was before: a new change of the row', async () => {
    const { pending, sent, sends, row } = pendingChanges()
    pending.decide(row(), { ...reject, notes: 'left' })
    await settled()
    await sent[0]?.answer(2)
    expect(row().version).toBe(2)
    pending.undo()
    await settled()
    expect(sends()[1]).toEqual([0, { decision: 'RESULT_DECISION_NONE', notes: ' ' }, 2])
  })

  test('of a decision that replaced a rejection brings the reason of that with it', () => {
    const { pending, row } = pendingChanges()
    pending.decide(row(), { ...reject, notes: 'left' })
    pending.decide(row(), accept)
    expect(pending.undo()).toMatchObject({ kind: 'undone', change: { ...reject, notes: 'left' } })
    expect(row()).toMatchObject({ ...reject, notes: 'left' })
  })

  test('does not overwrite what somebody else has done since', async () => {
    const { pending, store, sent, events, row } = pendingChanges()
    pending.decide(row(), accept)
    await settled()
    await sent[0]?.answer(2)
    expect(row().version).toBe(2)
    store.put([aResult({ ...reject, version: 3 })])
    pending.undo()
    expect(events.at(-1)).toEqual({ kind: 'not undone', id: 0 })
    expect(sent).toHaveLength(1)
  })
})

describe('what needs the reader', () => {
  test('a refused change: the row shows what the server has, and the text is kept', async () => {
    const { pending, sent, row } = pendingChanges()
    pending.decide(row(), { ...reject, notes: 'left' })
    await settled()
    await sent[0]?.fail(new ApiError({ ...noFailure(403), message: 'Not your row.' }))
    expect(pending.getStatus().needsYou).toEqual([0])
    expect(row()).toMatchObject({ decision: 'RESULT_DECISION_NONE', notes: '' })
    expect(pending.states.get(0)).toMatchObject({
      why: 'refused',
      mine: { ...reject, notes: 'left' },
      failure: { message: 'Not your row.' },
    })
    pending.giveUp(0)
    expect([pending.getStatus(), pending.states.get(0)]).toEqual([
      { unsent: 0, stored: 0, waiting: 0, needsYou: [] },
      undefined,
    ])
  })

  test('a conflict: theirs is shown and marked; mine goes on top of it when I say so', async () => {
    const { pending, store, sent, sends, row } = pendingChanges()
    pending.decide(row(), accept)
    await settled()
    await sent[0]?.fail(stale({ ...reject, notes: 'no need', updated_by: aPerson('bob') }))
    expect(pending.getStatus().needsYou).toEqual([0])
    expect(row()).toMatchObject({ ...reject, version: 2 })
    expect(store.changedBy(0)).toBe('bob')
    const state = pending.states.get(0)
    if (state?.kind !== 'needs you' || state.why !== 'against') throw new Error('there is no conflict')
    pending.replace(0, { ...accept, notes: 'still needed' }, state.current)
    expect(row()).toMatchObject({ ...accept, notes: 'still needed' })
    await settled()
    expect(sends()[1]).toEqual([0, { ...accept, notes: 'still needed' }, 2])
    expect(pending.getStatus().needsYou).toEqual([])
  })

  test('not where a colleague did the same: theirs stands and says so', async () => {
    const { pending, sent, events, row } = pendingChanges()
    pending.decide(row(), accept)
    await settled()
    await sent[0]?.fail(stale({ ...accept, updated_by: aPerson('bob') }))
    expect(pending.getStatus().unsent).toBe(0)
    expect(pending.states.get(0)).toMatchObject({
      kind: 'saved',
      already: { value: { updated_by: { id: 'bob' } } },
    })
    expect(row().version).toBe(2)
    expect(events.at(-1)?.kind).toBe('already so')
  })

  test('not where the two touch different things: mine follows theirs', async () => {
    const { pending, sent, sends, row } = pendingChanges()
    pending.decide(row(), accept)
    await settled()
    await sent[0]?.fail(stale({ reviewers: [aPerson('bob')] }))
    expect(sent).toHaveLength(2)
    await settled()
    expect(sends()[1]).toEqual([0, accept, 2])
    expect(row()).toMatchObject({ ...accept, reviewers: [{ id: 'bob' }] })
  })
})

test('T08 a change whose predecessor is missing shows nothing of that one in its row', () => {
  const store = createRowStore()
  store.put([aResult(accept)])
  const mine: CertificationOutbox = certificationOutbox(anOutbox().outbox, certification_id)
  let hear: Parameters<typeof mine.subscribe>[0] = () => undefined
  const subscribe = (fn: typeof hear) => ((hear = fn), () => undefined)
  const pending = new PendingChanges(store, { ...mine, pending: () => accept, ids: () => [0], subscribe })
  pending.attach(store)
  const halt = { kind: 'incomplete', at: 5 } as const
  const row = { certification_id, result_id: 0 }
  hear({ kind: 'halted', ...row, base: { ...aResult(accept), notes: 'of the missing one' }, halt })
  expect(store.get(0)).toMatchObject({ ...accept, notes: '' })
  expect(pending.states.get(0)).toEqual({ kind: 'needs you', why: 'incomplete', mine: accept, at: 5 })
})

test('T13 while another person is signed in nothing is taken, taken back, sent again or given up, and what was before stays', async () => {
  const { pending, outbox, sent, sends, row } = pendingChanges()
  pending.decide(row(1), reject)
  await settled()
  await sent[0]?.fail(new ApiError({ ...noFailure(400), message: 'no' }))
  outbox.pause('signed out')
  // Of the same person, whose session has ended: they go on.
  pending.decide(row(), accept)
  outbox.pause('other account')
  // They sign out: who sits there is not known.
  outbox.pause('signed out')
  expect(pending.isOthers()).toBe(true)
  const before = [pending.getStatus(), row(0), row(1)]
  pending.decide(row(), reject)
  pending.retry(1)
  pending.giveUp(1)
  pending.replace(1, accept, { value: row(1), entries: [] })
  expect(pending.undo()).toEqual({ kind: 'nothing to undo' })
  await settled()
  expect([pending.getStatus(), row(0), row(1)]).toEqual(before)
  expect(before[0]).toMatchObject({ unsent: 2, needsYou: [1] })
  outbox.personIsBack()
  expect(pending.isOthers()).toBe(false)
  expect(pending.undo()).toMatchObject({ kind: 'undone' })
  await settled()
  expect(sends()).toEqual([
    [1, reject, 1],
    [0, accept, 1],
  ])
})
