import { type Kysely, sql } from 'kysely'
import type { ActionEvent } from '#contract/activity/action-event.ts'
import { actionStates, actionTypes } from '#contract/activity/action-event-enums.ts'
import { noTime } from '#server/store/database/schema.ts'
import type { Schema } from '#server/store/database/schema.ts'
import { parseInstant } from '#std/instant.ts'
import type { Random } from './random.ts'

/** A plain event, with what a test wants different. */
export function anEvent(given: Partial<ActionEvent> = {}): ActionEvent {
  return {
    policy_task: 'task-1',
    action_name: 'Sync AD user',
    action_type: 'SYNC_IDENTITIES',
    state: 'COMPLETED',
    policy_id: 'policy-1',
    policy_name: 'Workforce',
    policy_version_number: 1,
    workflow_name: 'Joiner',
    identity_id: 'id-1',
    identity_name: 'Ada Lovelace',
    identity_type: 'OktaUser',
    started_at: '2026-02-07T11:17:20.801Z',
    completed_at: '2026-02-07T11:17:24.120Z',
    any_changes: true,
    jobs_started: 1,
    jobs_completed: 1,
    jobs_errored: 0,
    extraction_event: 'extraction-1',
    messages: [],
    event_source: 'POLICY',
    dry_run: false,
    ...given,
  }
}

/** Letters and signs on which folding, LIKE or quoting could go wrong. */
const awkward = [
  'İ',
  'Σ',
  'ß',
  'K',
  'Å',
  'ς',
  'é',
  'Ж',
  '山',
  '😀',
  '%',
  '_',
  '\\',
  '"',
  "'",
  ' ',
  '/',
  'a',
  'B',
  'o',
  '1',
]
const names = [
  'Ada Lovelace',
  'Grace Hopper',
  'SMITH, John',
  'Łukasz Żak',
  'Иван Петров',
  '山田太郎',
  'İpek ΣΟΦΟΣ',
  'Straße',
  '100% _real_',
  'back\\slash',
]

/**
 * Events for comparing the server with the matcher: 5 % of the times are null, many tie, ids are free text,
 * names mix alphabets and the signs that SQL and SCIM treat specially.
 */
export function awkwardEvents(count: number, random: Random): ActionEvent[] {
  const word = () => Array.from({ length: 1 + random.below(6) }, () => random.pick(awkward)).join('')
  const time = () => (random.chance(0.05) ? null : awkwardTime(random))
  return Array.from({ length: count }, (_, index) =>
    anEvent({
      policy_task: `${word()}-${index}`,
      action_name: `${random.pick(names)} ${word()}`,
      action_type: random.pick([...actionTypes.map((type) => type.name), 'BRAND_NEW_TYPE']),
      state: random.pick([...actionStates.map((state) => state.name), 'Half_Done']),
      policy_id: `policy ${random.below(5)}`,
      workflow_name: random.pick(['Joiner', 'joiner', 'Mover %', 'Leaver_1', word()]),
      identity_id: `${word()}${random.below(300)}`,
      identity_name: random.chance(0.5) ? random.pick(names) : word(),
      started_at: time(),
      completed_at: time(),
      any_changes: random.chance(0.3),
      jobs_started: random.below(5),
      extraction_event: random.chance(0.1) ? null : `extraction ${random.below(20)}`,
    }),
  )
}

function awkwardTime(random: Random): string {
  const fraction = random.pick(['', '.5', '.123', '.123456', '.123456789', '.000000001'])
  const two = (limit: number) => String(random.below(limit)).padStart(2, '0')
  return `2026-02-${String(1 + random.below(3)).padStart(2, '0')}T${two(3)}:${two(4)}:${two(2)}${fraction}Z`
}

/** Puts events straight into the table, in the order given, so that later ones have higher ids. */
export async function insertEvents(
  db: Kysely<Schema>,
  events: readonly ActionEvent[],
  import_id = '0',
): Promise<void> {
  for (let start = 0; start < events.length; start += 500) {
    const rows = events.slice(start, start + 500).map((event) => ({
      ...event,
      started_ns: nanoseconds(event.started_at),
      completed_ns: nanoseconds(event.completed_at),
      import_id,
    }))
    await sql`INSERT INTO action_event (${sql.raw(columns.join(', '))})
      SELECT ${sql.raw(columns.map((name) => `row.${name}`).join(', '))}
      FROM jsonb_populate_recordset(null::action_event, ${JSON.stringify(rows)}::jsonb) AS row`.execute(db)
  }
}

const columns = [...Object.keys(anEvent()), 'started_ns', 'completed_ns', 'import_id']

function nanoseconds(time: string | null): string {
  return time === null ? noTime : String(parseInstant(time)?.ns)
}
