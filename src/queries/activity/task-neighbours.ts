import { queryOptions } from '@tanstack/react-query'
import type { Client } from '#client/client.ts'
import { activityRoutes } from '#contract/activity/activity-calls.ts'
import type { ActionEvent } from '#contract/activity/action-event.ts'
import { actionEventFields } from '#contract/fields.ts'
import type { Cmp, Filter } from '#scim/ast.ts'
import { all, where } from '#scim/build.ts'
import { print } from '#scim/print.ts'
import { parseInstant } from '#std/instant.ts'
import { activityKeys } from './activity-keys.ts'

/** A task among those of one identity: when its first action started, and whose workflow it ran. */
export type TaskPlace = {
  readonly task: string
  /** The start of the first action that has one (RFC 3339). */
  readonly began: string
  /** The identity by its id, by its name where it has none. */
  readonly identity_id: string
  readonly identity_name: string
}

/** Another task of the same identity, by the event with which it began. */
export type OtherTask = { readonly task: string; readonly workflow_name: string; readonly began: string }

/** The tasks of an identity around one of them, by when their first action started. */
export type TaskNeighbours = {
  readonly previous: OtherTask | undefined
  readonly next: OtherTask | undefined
  /** Tasks that began at the very moment at which this one did: their order is not known. */
  readonly same: readonly OtherTask[]
}

/** The task before and after one, of the same identity. Tasks of which no action has started have no place among them. */
export function taskNeighboursQuery(client: Client, place: TaskPlace) {
  const { task, began } = place
  return queryOptions({
    queryKey: activityKeys.neighbours(task, place),
    queryFn: async ({ signal }): Promise<TaskNeighbours> => {
      const read = async (order_by: string, filter: Filter) =>
        await client.call(
          activityRoutes.listActionEvents,
          { query: { filter: print(filter), order_by } },
          signal,
        )
      const others = allOf(ofIdentity(place), { kind: 'not', filter: ofTask(task) })
      const [before, after] = await Promise.all([
        read('started_at desc', allOf(others, startedAt('lt', began))),
        read('started_at asc', allOf(others, startedAt('ge', began))),
      ])
      const isMeant = (event: ActionEvent) => isSame(event, place)
      const earlier = firstEvents(before.values.filter(isMeant))
      const started = new Set(earlier.map((event) => event.policy_task))
      const later = firstEvents(after.values.filter(isMeant)).filter(
        (event) => !started.has(event.policy_task),
      )
      /** Whether a task began with an event; where all that came before has been read that is known. */
      const beganWith = async ({ policy_task, started_at }: ActionEvent) => {
        if (!before.has_more || started_at === null) return true
        const sooner = await read('started_at asc', allOf(ofTask(policy_task), startedAt('lt', started_at)))
        return sooner.values.length === 0
      }
      const isTie = (event: ActionEvent) => isEqual(event.started_at, began)
      return {
        previous: placeOf(await firstOf(earlier.toReversed(), beganWith)),
        next: placeOf(
          await firstOf(
            later.filter((event) => !isTie(event)),
            beganWith,
          ),
        ),
        same: later.filter(isTie).flatMap((event) => placeOf(event) ?? []),
      }
    },
  })
}

function allOf(first: Filter, second: Filter): Filter {
  return all(first, second) ?? first
}

function ofTask(task: string): Cmp {
  return where(actionEventFields, 'policy_task', 'eq', task)
}

function ofIdentity({ identity_id, identity_name }: TaskPlace): Cmp {
  return identity_id === ''
    ? where(actionEventFields, 'identity_name', 'eq', identity_name)
    : where(actionEventFields, 'identity_id', 'eq', identity_id)
}

function startedAt(op: 'lt' | 'ge', at: string): Cmp {
  return where(actionEventFields, 'started_at', op, at)
}

/** The API folds the case of names, and finds those of somebody with an id too. */
function isSame({ identity_id, identity_name }: ActionEvent, place: TaskPlace): boolean {
  return identity_id === place.identity_id && (identity_id !== '' || identity_name === place.identity_name)
}

/** The first event of each task, in the order of their starts. */
function firstEvents(events: readonly ActionEvent[]): readonly ActionEvent[] {
  const firsts = new Map<string, ActionEvent>()
  for (const event of events.toSorted((a, b) => compare(momentOf(a), momentOf(b))))
    if (!firsts.has(event.policy_task)) firsts.set(event.policy_task, event)
  return [...firsts.values()]
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function momentOf({ started_at }: ActionEvent): bigint {
  return parseInstant(started_at ?? '')?.ns ?? 0n
}

function isEqual(a: string | null, b: string): boolean {
  return parseInstant(a ?? '')?.ns === parseInstant(b)?.ns
}

/** The first of some events that passes, asking one after the other; a few at most. */
async function firstOf(
  events: readonly ActionEvent[],
  passes: (event: ActionEvent) => Promise<boolean>,
): Promise<ActionEvent | undefined> {
  for (const event of events.slice(0, 5)) if (await passes(event)) return event
  return undefined
}

function placeOf(event: ActionEvent | undefined): OtherTask | undefined {
  if (!event || event.started_at === null) return undefined
  return { task: event.policy_task, workflow_name: event.workflow_name, began: event.started_at }
}
