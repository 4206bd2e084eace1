import { type Kysely, sql } from 'kysely'
import type { ActionEventRef } from '#contract/activity/action-event.ts'
import type { EventFailure, FailureDetails } from '#contract/activity/failures.ts'
import { withShared } from '../../../causes/normalise-message.ts'
import type { Failures, FailuresOfCause } from '../../../failures.ts'
import type { Schema } from '../../database/schema.ts'
import { compilerOf } from '../action-event-filter.ts'
import { isEvent } from '../action-events.ts'
import { countIdentitiesSql, listFailureIdentities, type WantedIdentities } from './failure-identities.ts'
import { countUnsorted } from './count-unsorted.ts'
import { readBoard } from './read-board.ts'

/** So many workflows and actions of each cause stand on the board; of one cause that is looked at, so many, and policies. */
const most = { ofEach: 3, ofOne: 20 } as const

/** The failures of this database. */
export function failuresStore(db: Kysely<Schema>): Failures {
  return {
    list: async (filter) => (await readBoard(db, { filter }, most.ofEach)).board,
    get: (wanted) => getFailure(db, wanted),
    async listIdentities({ filter, ...list }) {
      const condition = filter && (await compilerOf(db, filter))(filter)
      const page = await listFailureIdentities(db, { ...list, condition })
      return page.rows.length > 0 || (await causeOfEvents(db, list.cause)) ? page : undefined
    },
    ofEvent: (ref) => failureOfEvent(db, ref),
  }
}

async function getFailure(db: Kysely<Schema>, wanted: FailuresOfCause): Promise<FailureDetails | undefined> {
  const { board, policies } = await readBoard(db, wanted, most.ofOne)
  const [cause] = board.causes
  const shared = { bar_seconds: board.bar_seconds, unsorted: await countUnsorted(db, wanted.filter) }
  if (cause) {
    const { list = [], count: policy_count = 0 } = policies.get(cause.cause_id) ?? {}
    return { ...shared, cause, policies: [...list], policy_count }
  }
  const known = await causeOfEvents(db, wanted.cause)
  return known && { ...shared, cause: { ...noEvents, ...known }, policies: [], policy_count: 0 }
}

/** A cause of which no event matches. */
const noEvents = {
  events: 0,
  identities: 0,
  first_at: null,
  last_at: null,
  became: [],
  workflows: [],
  workflow_count: 0,
  actions: [],
  action_count: 0,
  bars: [],
}

type StoredCause = { readonly cause_id: string; readonly text: string; readonly shared: (string | null)[] }

/** How many identities there are. */
export async function countFailureIdentities(
  db: Kysely<Schema>,
  { filter, ...wanted }: FailuresOfCause & Pick<WantedIdentities, 'became'>,
): Promise<number> {
  const condition = filter && (await compilerOf(db, filter))(filter)
  const { rows } = await countIdentitiesSql({ ...wanted, condition }).execute(db)
  return rows[0]?.count ?? 0
}

/** A cause that some event has, in words; undefined for any other. */
export async function causeOfEvents(db: Kysely<Schema>, id: string) {
  const { rows } = await sql<StoredCause>`SELECT cause_id, text, shared FROM cause
    WHERE cause_id = ${id} AND EXISTS (SELECT FROM action_event WHERE action_event.cause_id = ${id})`.execute(
    db,
  )
  return rows[0] && { cause_id: rows[0].cause_id, message: withShared(rows[0].text, rows[0].shared) }
}

type PlacedEvent = {
  readonly place: string
  readonly identity_id: string
  readonly cause_id: string | null
}

async function failureOfEvent(db: Kysely<Schema>, ref: ActionEventRef): Promise<EventFailure | undefined> {
  const { rows } = await sql<PlacedEvent>`SELECT place, identity_id, cause_id FROM action_event
    WHERE ${isEvent(ref)}`.execute(db)
  const [event] = rows
  if (!event) return undefined
  const cause = event.cause_id === null ? undefined : await causeOfEvents(db, event.cause_id)
  const unsorted = await countUnsorted(db, undefined)
  if (!cause) return { cause_id: null, message: null, events: 0, unsorted, identity: null }
  const { rows: counted } = await sql<{ events: number }>`SELECT count(*)::integer AS events FROM action_event
    WHERE cause_id = ${cause.cause_id}`.execute(db)
  const [identity = null] = (await listFailureIdentities(db, { cause: cause.cause_id, at: event, limit: 1 }))
    .rows
  return { ...cause, events: counted[0]?.events ?? 0, unsorted, identity }
}
