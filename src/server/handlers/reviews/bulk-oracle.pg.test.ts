import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createRandom, type Random } from '#testing/random.ts'
import { aNode, anEntry, aRow, aUser, insertCertification, insertWorkflow } from '#testing/review-data.ts'
import { runBulk } from '../../jobs/bulk.ts'
import { startWorker } from '../../jobs/worker.ts'
import { bulkJob } from '../../store/jobs/queue.ts'
import { type BulkServer, bulkPath, startBulkServer, type StoredRow } from './bulk.test-helper.ts'

const people = { ana: aUser('ana'), ben: aUser('ben'), root: aUser('root') }
type Name = 'ana' | 'ben'
const log = { info: () => undefined, warn: () => undefined }

let bulks: BulkServer
let worker: { stop(): Promise<void> }
const headers: Record<string, Record<string, string>> = {}
beforeAll(async () => {
  bulks = await startBulkServer()
  const { store } = bulks.server.database
  const run = { store, log, clock: () => new Date() }
  const kinds = { [bulkJob]: (job: Parameters<typeof runBulk>[1]) => runBulk(run, job) }
  worker = await startWorker(store, { kinds, log, onLost: () => undefined })
  await insertWorkflow(bulks.db, { workflow_id: 'w' })
  headers.ana = await bulks.as('ana', 'reviewer')
  headers.root = await bulks.as('root', 'admin')
  await bulks.as('ben', 'reviewer')
})
afterAll(async () => {
  await worker.stop()
  await bulks.server.close()
})

type Decision = 'NONE' | 'ACCEPTED' | 'REJECTED'
/** A row as this test has made it. */
type Made = {
  readonly id: number
  readonly reviewers: readonly Name[]
  readonly decision: Decision
  readonly signed: boolean
  readonly bucket: 'a' | 'b'
}
type Action = 'accept' | 'reject' | 'clear' | 'note' | 'sign off' | 'reassign'
/** What a person asks for, in the words of the page. */
type Wish = {
  readonly by: 'ana' | 'root'
  readonly action: Action
  readonly which: 'all' | 'bucket a' | 'undecided' | 'these'
  readonly these: readonly number[]
  readonly except: readonly number[]
  readonly others: boolean
  readonly alsoDecided: boolean
}

function randomRow(random: Random, id: number): Made {
  const decision = random.pick(['NONE', 'NONE', 'ACCEPTED', 'REJECTED'] as const)
  return {
    id,
    reviewers: random.pick<readonly Name[]>([['ana'], ['ben'], ['ana', 'ben']]),
    decision,
    signed: decision !== 'NONE' && random.chance(0.3),
    bucket: random.pick(['a', 'b'] as const),
  }
}

function randomWish(random: Random): Wish {
  const ids = () => Array.from({ length: random.below(12) }, () => random.below(35))
  return {
    by: random.pick(['ana', 'root'] as const),
    action: random.pick(['accept', 'reject', 'clear', 'note', 'sign off', 'reassign'] as const),
    which: random.pick(['all', 'bucket a', 'undecided', 'these'] as const),
    these: ids(),
    except: ids(),
    others: random.chance(0.6),
    alsoDecided: random.chance(0.4),
  }
}

/** The rows that are to be written, from what the issue says of bulk changes, and from nothing else. */
function oracle(rows: readonly Made[], wish: Wish): number[] {
  const mine = (row: Made) => row.reviewers.some((name) => name === wish.by)
  const chosen = rows.filter(
    (row) =>
      (wish.by === 'root' || mine(row)) &&
      !wish.except.includes(row.id) &&
      (wish.which !== 'bucket a' || row.bucket === 'a') &&
      (wish.which !== 'undecided' || row.decision === 'NONE') &&
      (wish.which !== 'these' || wish.these.includes(row.id)),
  )
  return chosen
    .filter((row) => !row.signed && (mine(row) || wish.others) && changes(row, wish))
    .map(({ id }) => id)
}

/** No row has a note, nor is one of Ben alone reassigned to him. */
function changes({ decision, reviewers }: Made, { action, alsoDecided }: Wish): boolean {
  switch (action) {
    case 'accept':
    case 'reject':
      return decision === 'NONE' || alsoDecided
    case 'clear':
    case 'sign off':
      return decision !== 'NONE'
    case 'note':
      return true
    default:
      return reviewers.includes('ana')
  }
}

const changeOf: Readonly<Record<Action, object>> = {
  accept: { decision: 'ACCEPTED', notes: 'as before' },
  reject: { decision: 'REJECTED', notes: 'has left' },
  clear: { decision: 'NONE' },
  note: { notes: 'asked' },
  'sign off': { signed_off_state: 'SIGNED_OFF' },
  reassign: { reviewers: [{ user_type: people.ben.user_type, id: 'ben' }] },
}

function bodyOf({ action, which, these, except, others, alsoDecided, by }: Wish) {
  const choice = {
    ...(which === 'bucket a' && { filter: 'destination.name eq "a"' }),
    ...(which === 'undecided' && { mutable_filter: 'decision eq "NONE"' }),
    ...(which === 'these' && { runs: these.flatMap((id) => [id, 1]) }),
    except: except.flatMap((id) => [id, 1]),
    include_others: others,
  }
  return {
    choice,
    change: changeOf[action],
    also_decided: alsoDecided,
    ...(by === 'root' && { reason: 'They are away' }),
  }
}

/** What a written row has to be afterwards, and what all others still are. */
function after(row: Made, { action }: Wish, isWritten: boolean): Partial<StoredRow> {
  const before = {
    decision: `RESULT_DECISION_${row.decision}`,
    notes: '',
    signed: row.signed,
    reviewers: row.reviewers,
  }
  if (!isWritten) return { ...before, version: 1 }
  const written: Readonly<Record<Action, Partial<StoredRow>>> = {
    accept: { decision: 'RESULT_DECISION_ACCEPTED', notes: 'as before' },
    reject: { decision: 'RESULT_DECISION_REJECTED', notes: 'has left' },
    clear: { decision: 'RESULT_DECISION_NONE' },
    note: { notes: 'asked' },
    'sign off': { signed: true },
    reassign: { reviewers: ['ben'] },
  }
  return { ...before, ...written[action], version: 2 }
}

async function makeCertification(certification_id: string, rows: readonly Made[]): Promise<number> {
  return await insertCertification(
    bulks.db,
    { certification_id, workflow_id: 'w' },
    rows.map(({ reviewers, decision, signed, bucket }) =>
      aRow({
        reviewers: reviewers.map((name) => people[name]),
        decision: `RESULT_DECISION_${decision}`,
        signed_off_state: signed ? 'SIGNED_OFF' : 'NOT_SIGNED_OFF',
        destination: aNode('S3Bucket', bucket),
        log: decision === 'NONE' ? [] : [anEntry('DECISION', { actor: people.ben })],
      }),
    ),
  )
}

describe('all that match, previewed and run', () => {
  test.each(Array.from({ length: 20 }, (_, seed) => seed))(
    'seed %i: the rows written are those of the oracle',
    async (seed) => {
      const random = createRandom(seed * 7919 + 1)
      const rows = Array.from({ length: 30 }, (_, id) => randomRow(random, id))
      const wish = randomWish(random)
      const [id, by] = [`c${seed}`, headers[wish.by] ?? {}]
      const number = await makeCertification(id, rows)
      const expected = oracle(rows, wish)
      const preview = await bulks.preview(by, id, bodyOf(wish))
      expect(preview.to_change, JSON.stringify(wish)).toBe(expected.length)
      const { difference } = await bulks.run(by, preview)
      expect(difference).toBeNull()
      const state = async () => (await bulks.get(by, bulkPath(id, `/${preview.bulk_id}`))).body
      await expect.poll(state, { timeout: 20_000, interval: 20 }).toMatchObject({ value: { state: 'DONE' } })
      expect(await bulks.rows(number)).toMatchObject(
        rows.map((row) => after(row, wish, expected.includes(row.id))),
      )
      expect(await state()).toMatchObject({
        value: { outcomes: expected.length > 0 ? [{ of: 'DONE', rows: expected.length }] : [] },
      })
    },
  )
})

describe('a row that differs when Run is pressed', () => {
  const wish = { choice: { mutable_filter: 'decision eq "NONE"' }, change: changeOf.accept }
  const none = { joined: 0, gone: 0, changed: 0, rules: false }
  const put = async (id: string, value: object) => {
    const asks = { 'if-match': '*', 'idempotency-key': `${id}-alone` }
    const path = `/api/preview/awf/certifications/${id}/results`
    const answer = await bulks.server.send('PUT', path, { ...headers.root, ...asks }, { value })
    expect(answer.status).toBe(200)
  }
  const open = { reviewers: ['ana'], signed: false, bucket: 'a' } as const
  const ana = [{ user_type: people.ana.user_type, id: 'ana' }]
  const ben = [{ user_type: people.ben.user_type, id: 'ben' }]

  test.each<[string, object, object]>([
    ['starts to match', { result_id: 2, decision: 'NONE' }, { joined: 1, unchanged: 2 }],
    ['starts to be visible', { result_id: 3, reviewers: ana }, { joined: 1, unchanged: 2 }],
    ['is seen no more', { result_id: 1, reviewers: ben }, { gone: 1, unchanged: 1 }],
    ['was decided', { result_id: 1, decision: 'REJECTED', notes: 'no' }, { gone: 1, unchanged: 1 }],
    ['has a note', { result_id: 1, notes: 'wait' }, { changed: 1, unchanged: 1 }],
  ])('since it %s: nothing is written, and what differs is told', async (what, change, told) => {
    const id = what.replaceAll(' ', '-')
    const number = await makeCertification(id, [
      { ...open, id: 0, decision: 'NONE' },
      { ...open, id: 1, decision: 'NONE' },
      { ...open, id: 2, decision: 'REJECTED' },
      { ...open, id: 3, decision: 'NONE', reviewers: ['ben'] },
    ])
    const preview = await bulks.preview(headers.ana ?? {}, id, wish)
    expect(preview.to_change).toBe(2)
    await put(id, change)
    const before = await bulks.rows(number)
    const { difference, bulk } = await bulks.run(headers.ana ?? {}, preview)
    expect(difference).toMatchObject({ ...none, ...told })
    expect(bulk.state).toBe('PREVIEWED')
    expect(await bulks.rows(number)).toEqual(before)
  })
})
