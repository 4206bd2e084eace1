import { describe, expect, test, vi } from 'vitest'
import { ApiError } from '#client/api-error.ts'
import { noFailure } from '#contract/errors.ts'
import { PendingChanges, type PendingEvent } from './pending-changes.ts'
import { aPerson, aResult } from '#testing/result.ts'
import { createRowStore } from './row-store.ts'

const accept = { decision: 'RESULT_DECISION_ACCEPTED' } as const
const reject = { decision: 'RESULT_DECISION_REJECTED' } as const

/** Pending changes over one row, and the answers of a server to come. */
function pendingChanges() {
  const store = createRowStore()
  store.put([aResult({ result_id: 0 }), aResult({ result_id: 1 })])
  const answers: { ok: (version: number) => void; no: (error: Error) => void }[] = []
  const sent: unknown[] = []
  const pending = new PendingChanges(store, {
    send: (id, change, { version }) =>
      new Promise((ok, no) => {
        sent.push([id, change, version])
        answers.push({ ok, no })
      }),
  })
  pending.attach(store)
  const events: PendingEvent[] = []
  pending.listen((event) => events.push(event))
  const row = (id = 0) => store.get(id) ?? aResult({ version: -1 })
  const settled = (check: () => void) => vi.waitFor(check)
  return { store, pending, answers, sent, events, row, settled }
}

const stale = (part: Parameters<typeof aResult>[0]) =>
  new ApiError({ ...noFailure(412), current: { value: aResult({ version: 2, ...part }), entries: [] } })

describe('a decision', () => {
  test('shows at once, on this device, and is saved by the answer', async () => {
    const { pending, answers, row, settled } = pendingChanges()
    pending.decide(row(), { ...reject, notes: 'left' })
    expect(row()).toMatchObject({ ...reject, notes: 'left', version: 1 })
    expect(pending.states.get(0)).toEqual({ kind: 'on this device' })
    expect(pending.getStatus()).toEqual({ unsent: 1, offline: false, needsYou: [] })
    answers[0]?.ok(2)
    await settled(() => expect(pending.states.get(0)).toEqual({ kind: 'saved' }))
    expect([row().version, pending.getStatus().unsent]).toEqual([2, 0])
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
    const { pending, answers, sent, row, settled } = pendingChanges()
    const drawn = row()
    pending.decide(drawn, accept)
    answers[0]?.ok(2)
    await settled(() => expect(row().version).toBe(2))
    pending.decide(drawn, reject)
    expect(sent[1]).toEqual([0, reject, 2])
  })

  test('on a row that a colleague has changed under the reader is made on what they had read', async () => {
    const { pending, store, answers, sent, row, settled } = pendingChanges()
    store.takeChanged(aResult({ version: 2, ...accept }), 'bob')
    pending.decide(row(), reject)
    expect(sent[0]).toEqual([0, reject, 1])
    answers[0]?.no(stale(accept))
    await settled(() => expect(pending.states.get(0)).toMatchObject({ kind: 'needs you', why: 'against' }))
    pending.giveUp(0)
    pending.decide(row(), reject)
    expect(sent[1]).toEqual([0, reject, 2])
  })

  test('stays on a row that is read anew while it is on its way', () => {
    const { pending, store, row } = pendingChanges()
    pending.decide(row(), accept)
    store.put([aResult({ version: 5, reviewers: [aPerson('bob')] })])
    expect(row()).toMatchObject({ ...accept, version: 5, reviewers: [{ id: 'bob' }] })
  })
})

describe('undo', () => {
  test('takes back the newest decision with its note, then the one before', () => {
    const { pending, sent, row, events } = pendingChanges()
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
    expect(sent).toHaveLength(1)
  })

  test('is what a decision was before: a new change of the row', async () => {
    const { pending, answers, sent, row, settled } = pendingChanges()
    pending.decide(row(), { ...reject, notes: 'left' })
    answers[0]?.ok(2)
    await settled(() => expect(row().version).toBe(2))
    pending.undo()
    expect(sent[1]).toEqual([0, { decision: 'RESULT_DECISION_NONE', notes: ' ' }, 2])
  })

  test('does not overwrite what somebody else has done since', async () => {
    const { pending, answers, sent, row, store, events, settled } = pendingChanges()
    pending.decide(row(), accept)
    answers[0]?.ok(2)
    await settled(() => expect(row().version).toBe(2))
    store.put([aResult({ ...reject, version: 3 })])
    pending.undo()
    expect(events.at(-1)).toEqual({ kind: 'not undone', id: 0 })
    expect(sent).toHaveLength(1)
  })
})

describe('what needs the reader', () => {
  test('a refused change: the row shows what the server has, and the text is kept', async () => {
    const { pending, answers, row, settled } = pendingChanges()
    pending.decide(row(), { ...reject, notes: 'left' })
    answers[0]?.no(new ApiError({ ...noFailure(403), message: 'Not your row.' }))
    await settled(() => expect(pending.getStatus().needsYou).toEqual([0]))
    expect(row()).toMatchObject({ decision: 'RESULT_DECISION_NONE', notes: '' })
    expect(pending.states.get(0)).toMatchObject({
      why: 'refused',
      mine: { ...reject, notes: 'left' },
      failure: { message: 'Not your row.' },
    })
    pending.giveUp(0)
    expect([pending.getStatus(), pending.states.get(0)]).toEqual([
      { unsent: 0, offline: false, needsYou: [] },
      undefined,
    ])
  })

  test('a conflict: theirs is shown and marked; mine goes on top of it when I say so', async () => {
    const { pending, answers, sent, row, store, settled } = pendingChanges()
    pending.decide(row(), accept)
    answers[0]?.no(stale({ ...reject, notes: 'no need', updated_by: aPerson('bob') }))
    await settled(() => expect(pending.getStatus().needsYou).toEqual([0]))
    expect(row()).toMatchObject({ ...reject, version: 2 })
    expect(store.changedBy(0)).toBe('bob')
    const state = pending.states.get(0)
    if (state?.kind !== 'needs you' || state.why !== 'against') throw new Error('there is no conflict')
    pending.replace(0, { ...accept, notes: 'still needed' }, state.current)
    expect(row()).toMatchObject({ ...accept, notes: 'still needed' })
    expect(sent[1]).toEqual([0, { ...accept, notes: 'still needed' }, 2])
    expect(pending.getStatus().needsYou).toEqual([])
  })

  test('not where a colleague did the same: theirs stands and says so', async () => {
    const { pending, answers, row, events, settled } = pendingChanges()
    pending.decide(row(), accept)
    answers[0]?.no(stale({ ...accept, updated_by: aPerson('bob') }))
    await settled(() => expect(pending.getStatus().unsent).toBe(0))
    expect(pending.states.get(0)).toMatchObject({
      kind: 'saved',
      already: { value: { updated_by: { id: 'bob' } } },
    })
    expect(row().version).toBe(2)
    expect(events.at(-1)?.kind).toBe('already so')
  })

  test('not where the two touch different things: mine follows theirs', async () => {
    const { pending, answers, sent, row, settled } = pendingChanges()
    pending.decide(row(), accept)
    answers[0]?.no(stale({ reviewers: [aPerson('bob')] }))
    await settled(() => expect(sent).toHaveLength(2))
    expect(sent[1]).toEqual([0, accept, 2])
    expect(row()).toMatchObject({ ...accept, reviewers: [{ id: 'bob' }] })
  })
})
