import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import type { WorkflowUser } from '#contract/people.ts'
import type { Actor } from '#contract/permissions.ts'
import { planChange } from '#server/rules/change-plan.ts'
import { stepsOf } from '#server/rules/change-steps.ts'
import { localReviews } from '#server/local-backend.ts'
import type { Store } from '#server/store/database/open.ts'
import { resultChanger } from '#server/store/reviews/changes/change-result.ts'
import { readRuleInput } from '#server/store/reviews/changes/read-rule-input.ts'
import { decidingClient } from './deciding-client.ts'
import type { DecisionServer } from './decision-server.ts'

/** One way of deciding: how many decisions are under way at a time, and what makes some; making them is not timed. */
export type Way = {
  readonly lanes: number
  readonly make: (count: number) => Promise<readonly (() => Promise<unknown>)[]>
}

const accepted = 'RESULT_DECISION_ACCEPTED'
const clock = () => new Date()
const quiet = { info: () => undefined, warn: () => undefined }
const conditions = () => ({ version: 1, key: randomUUID(), fingerprint: Buffer.alloc(32) })

/** The measure: a transaction of one UPDATE and one INSERT, prepared, in tables that have a primary key and no more. */
export async function bareTransaction(client: pg.Client, rows: number): Promise<Way> {
  await client.query(`CREATE TABLE bench_row (id integer PRIMARY KEY, decision text, version integer, at timestamptz);
    CREATE TABLE bench_log (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, row integer, entry jsonb);
    INSERT INTO bench_row SELECT id, '', 1 FROM generate_series(1, ${rows}) AS id`)
  const update = `UPDATE bench_row SET decision = $2, version = version + 1, at = now() WHERE id = $1 AND version = 1`
  const insert = 'INSERT INTO bench_log (row, entry) VALUES ($1, $2)'
  let next = 1
  const decide = async (id: number) => {
    await client.query({ name: 'begin', text: 'BEGIN' })
    await client.query({ name: 'update', text: update, values: [id, accepted] })
    await client.query({ name: 'insert', text: insert, values: [id, { action: accepted, by: 'bench' }] })
    await client.query({ name: 'commit', text: 'COMMIT' })
  }
  return {
    lanes: 1,
    make: (count) =>
      Promise.resolve(
        Array.from({ length: count }, () => {
          const id = next++
          return () => decide(id)
        }),
      ),
  }
}

/** The change itself: row, counters, log, event and key in one statement. */
export function statement({ prepared }: Store, { certification, takeRows }: DecisionServer): Way {
  const change = resultChanger(prepared, clock)
  const plan = async (result_id: number, reviewer: WorkflowUser) => {
    const actor = actorOf(reviewer)
    const target = { certification_id: certification, result_id, key: undefined, entries: 1 }
    const { input } = await readRuleInput(prepared, actor, target, clock())
    if (!input) throw new Error(`row ${result_id} is not there`)
    const steps = stepsOf({ result_id, decision: accepted }, false)
    const { key, fingerprint } = conditions()
    return async () => {
      const plan = planChange(steps, input.row)
      if (!(await change(actor, input, { plan, untilDue: true, key, fingerprint })))
        throw new Error(`row ${result_id} was not decided`)
    }
  }
  return {
    lanes: 1,
    make: (count) => Promise.all(takeRows(count).map(({ result_id, reviewer }) => plan(result_id, reviewer))),
  }
}

/** The same with the read of the row and the rules before it. */
export function withRules(store: Store, { certification, takeRows }: DecisionServer): Way {
  const reviews = localReviews(store, clock, quiet)
  return {
    lanes: 1,
    make: (count) =>
      Promise.resolve(
        takeRows(count).map(({ result_id, reviewer }) => {
          const change = { result_id, decision: accepted } as const
          return () => reviews.updateResult(actorOf(reviewer), certification, change, conditions())
        }),
      ),
  }
}

/** Over HTTP, as the page sends them, so many at a time. */
export function overHttp({ url, certification, takeRows }: DecisionServer, lanes: number): Way {
  const accept = decidingClient(url, certification, lanes)
  return {
    lanes,
    make: (count) => Promise.resolve(takeRows(count).map((row) => () => accept(row))),
  }
}

function actorOf(user: WorkflowUser): Actor {
  return {
    via: 'session',
    id: `user:${user.user_type}:${user.id}`,
    name: user.name,
    user,
    roles: ['reviewer'],
  }
}
