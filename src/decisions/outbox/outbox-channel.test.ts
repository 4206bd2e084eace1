import { afterEach, expect, test, vi } from 'vitest'
import { aResult } from '#testing/result.ts'
import type { ChannelMessage } from './channel-message.ts'
import { openChannel } from './outbox-channel.ts'

const row = { certification_id: 'c-1', result_id: 7 }
const base = { decision: 'RESULT_DECISION_NONE', notes: '', signed_off_state: 'x', reviewers: [], version: 1 }

let names = 0
const open: BroadcastChannel[] = []
afterEach(() => {
  for (const channel of open.splice(0)) channel.close()
  vi.unstubAllGlobals()
})

/** A channel, what it has heard, and somebody else who sends whatever they like there. */
function aChannel() {
  const name = `tester ${(names += 1)}`
  const Real = BroadcastChannel
  vi.stubGlobal(
    'BroadcastChannel',
    class extends Real {
      constructor(given: string) {
        super(given)
        open.push(this)
      }
    },
  )
  const heard: ChannelMessage[] = []
  openChannel(name, (message) => heard.push(message))
  const stranger = new BroadcastChannel(`countersign-outbox:${name}`)
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target
  return { heard, post: (data: unknown) => stranger.postMessage(data) }
}

const last = { kind: 'signed in' } as const

test.each([
  ['nothing', null],
  ['text', 'rows'],
  ['a kind that nobody knows', { kind: 'constructor' }],
  ['no rows', { kind: 'rows' }],
  ['rows that are none', { kind: 'rows', rows: [null] }],
  ['a row without its id', { kind: 'rows', rows: [{ row: { certification_id: 'c-1' } }] }],
  ['a late row that is none', { kind: 'even late', row: 7 }],
  ['a pause for no reason', { kind: 'paused', why: 'for fun' }],
])('T08 tabs ignore %s on their channel and go on listening', async (_, data) => {
  const { heard, post } = aChannel()
  post(data)
  post(last)
  await vi.waitFor(() => expect(heard.length).toBeGreaterThan(0))
  expect(heard).toEqual([last])
})

test.each([
  ['of no kind', 7],
  ['of an unknown kind', { ...row, kind: 'eaten' }],
  ['saved without a version', { ...row, kind: 'saved', key: 'k', change: {} }],
  [
    'saved as something that cannot be',
    { ...row, kind: 'saved', key: 'k', version: 2, change: { decision: 7 } },
  ],
  ['that met no row', { ...row, kind: 'apart', current: {} }],
  ['dropped onto nothing', { ...row, kind: 'dropped', base: {} }],
])('T08 of an event %s tabs take the row alone', async (_, event) => {
  const { heard, post } = aChannel()
  post({ kind: 'rows', rows: [{ row, event }] })
  await vi.waitFor(() => expect(heard).toEqual([{ kind: 'rows', rows: [{ row }] }]))
})

test('T08 tabs hear what tabs say', async () => {
  const { heard, post } = aChannel()
  const current = { value: aResult({ result_id: 7 }), entries: [] }
  const halt = { kind: 'late', why: 'old', at: 5 }
  const change = { decision: 'RESULT_DECISION_ACCEPTED', notes: 'fine' }
  const rows = [
    { row, event: { ...row, kind: 'saved', key: 'k', version: 2, change } },
    { row, event: { ...row, kind: 'already so', current } },
    { row, event: { ...row, kind: 'apart', current } },
    { row, event: { ...row, kind: 'halted', base, halt } },
    { row, event: { ...row, kind: 'dropped', base } },
  ]
  const said = [
    { kind: 'rows', rows },
    last,
    { kind: 'even late', row },
    { kind: 'paused', why: 'signed out' },
  ]
  for (const message of said) post(message)
  await vi.waitFor(() => expect(heard).toHaveLength(4))
  expect(heard).toEqual(said)
})

test('T08 an event names the row that it came with', async () => {
  const { heard, post } = aChannel()
  const event = { certification_id: 'c-2', result_id: 8, kind: 'dropped', base }
  post({ kind: 'rows', rows: [{ row, event }] })
  await vi.waitFor(() => expect(heard).toMatchObject([{ rows: [{ row, event: row }] }]))
})
