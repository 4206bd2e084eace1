import type { Kysely } from 'kysely'
import { expect } from 'vitest'
import type { ActionEvent } from '#contract/activity/action-event.ts'
import type { FailureOutcome } from '#contract/activity/failures.ts'
import { failuresStore } from '#server/store/activity/causes/failures-store.ts'
import type { Schema } from '#server/store/database/schema.ts'

/** What has become of a failure, and the tasks of the events any of which may be told as the one by which it did. */
export type Judgement = { readonly became: FailureOutcome; readonly by: readonly string[] }

const ended = ({ completed_at }: ActionEvent) =>
  completed_at === null ? undefined : Date.parse(completed_at)
const begun = ({ started_at }: ActionEvent) => (started_at === null ? undefined : Date.parse(started_at))

/** Where an event happened, of an identity. */
export function placeOf(event: ActionEvent): string {
  const { identity_type, identity_id, identity_name, policy_id, workflow_name, action_name } = event
  const who = [identity_type, identity_id, identity_id === '' ? identity_name : '']
  return JSON.stringify([who, policy_id, workflow_name, action_name])
}

/** Events by their place. */
export function storiesOf(events: readonly ActionEvent[]): ReadonlyMap<string, readonly ActionEvent[]> {
  const stories = new Map<string, ActionEvent[]>()
  for (const event of events) {
    const story = stories.get(placeOf(event))
    if (story) story.push(event)
    else stories.set(placeOf(event), [event])
  }
  return stories
}

/** What has become of the failures of a cause at a place, by reading its events one after the other. */
export function judge(story: readonly ActionEvent[], isOfCause: (event: ActionEvent) => boolean): Judgement {
  const errors = story.filter(({ state }) => state === 'ERRORED')
  const own = errors.filter(isOfCause).map(ended)
  const unknown: Judgement = { became: 'UNKNOWN_ORDER', by: [] }
  const isOfNobody = story.some(
    ({ identity_id, identity_name }) => identity_id === '' && identity_name === '',
  )
  if (isOfNobody || own.includes(undefined)) return unknown
  const last = Math.max(...own.map((time) => time ?? 0))
  const oks = story.filter(({ state, dry_run }) => state === 'COMPLETED' && !dry_run)
  const ok = Math.max(...oks.map((event) => ended(event) ?? -1))
  if (ok > last) return afterRepair({ errors, oks, ok, last })
  if (ok === last || oks.some((event) => ended(event) === undefined)) return unknown
  return withoutRepair(story, last)
}

function afterRepair(known: {
  readonly errors: readonly ActionEvent[]
  readonly oks: readonly ActionEvent[]
  readonly ok: number
  readonly last: number
}): Judgement {
  const { errors, oks, ok, last } = known
  const again = errors.filter((event) => (ended(event) ?? 0) > ok)
  if (again.length > 0) return { became: 'BROKEN_AGAIN', by: earliest(again) }
  const times = errors.map(ended)
  if (times.includes(undefined) || times.includes(ok)) return { became: 'UNKNOWN_ORDER', by: [] }
  const lastError = Math.max(last, ...times.map((time) => time ?? 0))
  return { became: 'FIXED', by: earliest(oks.filter((event) => (ended(event) ?? 0) > lastError)) }
}

function withoutRepair(story: readonly ActionEvent[], last: number): Judgement {
  const running = story.filter(({ state, dry_run }) => state === 'RUNNING' && !dry_run)
  const later = running.filter((event) => (begun(event) ?? Number.POSITIVE_INFINITY) > last)
  const timed = later.filter((event) => begun(event) !== undefined)
  if (later.length > 0)
    return { became: 'RUNNING_AGAIN', by: latest(timed.length > 0 ? timed : later, begun) }
  if (running.some((event) => begun(event) === last)) return { became: 'UNKNOWN_ORDER', by: [] }
  const left = story.filter(({ state }) => state === 'ABANDONED')
  // Who abandons it does so after it has started.
  const toldAt: TimeOf = (event) => ended(event) ?? begun(event)
  const leftLater = left.filter((event) => (toldAt(event) ?? 0) > last)
  if (leftLater.length > 0) return { became: 'ABANDONED', by: latest(leftLater, toldAt) }
  const isOpen = left.some((event) => ended(event) === undefined || ended(event) === last)
  return { became: isOpen ? 'UNKNOWN_ORDER' : 'STILL_BROKEN', by: [] }
}

type TimeOf = (event: ActionEvent) => number | undefined

function earliest(events: readonly ActionEvent[]): readonly string[] {
  const first = Math.min(...events.map((event) => ended(event) ?? Number.POSITIVE_INFINITY))
  return events.filter((event) => ended(event) === first).map(({ policy_task }) => policy_task)
}

function latest(events: readonly ActionEvent[], timeOf: TimeOf): readonly string[] {
  const last = Math.max(...events.map((event) => timeOf(event) ?? -1))
  return events.filter((event) => (timeOf(event) ?? -1) === last).map(({ policy_task }) => policy_task)
}

/**
 * Holds the board and the identities of each of its causes to the oracle: no place is missing, none is too many, each has become what
 * its events tell, by one of those that did it. `causeOf` tells the causes of failed events apart.
 */
export async function expectAsJudged(
  db: Kysely<Schema>,
  events: readonly ActionEvent[],
  causeOf: (event: ActionEvent) => string,
): Promise<void> {
  const failures = failuresStore(db)
  const stories = storiesOf(events)
  const failed = events.filter(({ state }) => state === 'ERRORED')
  const taskOf = new Map(failed.map((event) => [event.policy_task, causeOf(event)]))
  const { causes, unsorted } = await failures.list(undefined)
  expect([causes.length, unsorted]).toEqual([new Set(failed.map(causeOf)).size, 0])
  for (const { cause_id, message, became, events: count } of causes) {
    const page = await failures.listIdentities({
      cause: cause_id,
      filter: undefined,
      became: undefined,
      limit: events.length,
      after: undefined,
    })
    const rows = page?.rows ?? []
    const cause = taskOf.get(rows[0]?.last.policy_task ?? '')
    const isOfCause = (event: ActionEvent) => event.state === 'ERRORED' && causeOf(event) === cause
    const struck = [...stories].filter(([, story]) => story.some(isOfCause))
    expect(count, message).toBe(failed.filter(isOfCause).length)
    expect(rows.length, message).toBe(struck.length)
    const told = new Map(rows.map((row) => [placeOf(row as unknown as ActionEvent), row]))
    const outcomes = new Map<string, number>()
    for (const [place, story] of struck) {
      const judged = judge(story, isOfCause)
      const row = told.get(place)
      expect([row?.became, row?.events], place).toEqual([judged.became, story.filter(isOfCause).length])
      if (judged.by.length > 0) expect(judged.by, place).toContain(row?.by?.policy_task)
      else expect(row?.by, place).toBeNull()
      outcomes.set(judged.became, (outcomes.get(judged.became) ?? 0) + 1)
    }
    expect(new Map(became.map(({ of, places }) => [of, places])), message).toEqual(outcomes)
  }
}
