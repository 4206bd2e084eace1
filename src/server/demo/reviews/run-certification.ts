import type pg from 'pg'
import {
  addDemoCertification,
  completedAt,
  expiredAt,
  forgetEvents,
  snapshotOf,
} from '../../store/reviews/demo/demo-certification.ts'
import { createRows } from '../../store/reviews/certifications/create-rows.ts'
import { logTime } from '../../store/reviews/log/append-log.ts'
import type { DemoCertification } from './certifications.ts'
import { playCertification } from './play-certification.ts'
import { queryOf } from './workflows.ts'

/** How many rows the largest certification has, from which seed, up to which moment (milliseconds since 1970). */
export type ReviewWish = { readonly rows: number; readonly seed: string; readonly until: number }

const day = 24 * 3600 * 1000
const timedOut =
  'The query ran for longer than 30 minutes and was given up: narrow the conditions on the source.'

/**
 * Adds one certification to the demonstration: makes its rows with the usual job, then brings it to the state it should
 * show.
 */
export async function runCertification(
  client: pg.ClientBase,
  certification: DemoCertification,
  wish: ReviewWish,
): Promise<void> {
  const moment = (days: number) => new Date(wish.until + Math.round(days * day))
  const number = await insert(client, certification, moment)
  if (certification.kind === 'searching' || certification.kind === 'failed') return
  const started = moment(certification.created).getTime() + 40_000
  await createRows(client, number, logTime(new Date(started)))
  if (certification.progress) {
    const to = moment(certification.completed ?? Math.min(certification.due, 0)).getTime() - 60_000
    await playCertification(
      client,
      number,
      { ...certification.progress, from: started + 60_000, to },
      `${wish.seed} play ${certification.certification_id}`,
    )
  }
  await finish(client, number, certification, moment)
  // Nobody is to get a mail about what was made up.
  await forgetEvents(client, number)
}

type Moment = (days: number) => Date

async function insert(
  client: pg.ClientBase,
  certification: DemoCertification,
  moment: Moment,
): Promise<number> {
  const { creator, workflow, kind } = certification
  const snapshot =
    kind === 'searching'
      ? undefined
      : await snapshotOf(client, workflow.workflow_id, certification.previous ? 'oldest' : 'newest')
  return await addDemoCertification(client, {
    certification_id: certification.certification_id,
    workflow_id: workflow.workflow_id,
    snapshot_id: snapshot,
    query_used: { ...queryOf(workflow), ...(snapshot !== undefined && { snapshot_id: snapshot }) },
    name: certification.name,
    notes: certification.notes,
    due: moment(certification.due),
    published: kind !== 'draft',
    reviewer_assignment: {
      users_manager: true,
      resource_managers: kind === 'completed',
      reviewers: [],
      fallback_reviewers: [creator],
    },
    error_reason: kind === 'failed' ? timedOut : '',
    creator,
    created: moment(certification.created),
  })
}

async function finish(
  client: pg.ClientBase,
  number: number,
  { kind, completed, due, creator }: DemoCertification,
  moment: Moment,
): Promise<void> {
  if (kind === 'expired') await expiredAt(client, number, moment(due))
  if (completed !== undefined) await completedAt(client, number, moment(completed), creator)
}
