import type { Reviews } from '../../reviews/reviews.ts'
import type { StoreLog } from '../embedded/start-error.ts'
import type { Store } from '../database/open.ts'
import { getCertification, listCertifications } from './certifications/certification-reads.ts'
import { getEnding, listCertificationLog } from './certifications/ending.ts'
import { getEntity } from './peers/entity.ts'
import { getPeers } from './peers/read-peers.ts'
import { getReviewContext } from './results/context.ts'
import { listHistory } from './log/history.ts'
import { listGroups } from './results/result-groups.ts'
import { listPositions } from './results/result-list.ts'
import { getResult, listResults, listRows } from './results/result-rows.ts'
import { listReviewerInfos } from './results/reviewer-infos.ts'
import { getSinceLastTime, listGone } from './last-time/since-last-time.ts'
import { listReviewers } from './results/reviewer-standings.ts'
import { createRowNews } from './log/row-news.ts'
import { getStanding } from './certifications/standing.ts'
import { watch } from './log/watch.ts'
import { listSnapshots, listWorkflows } from './certifications/workflows.ts'

type Reads = Pick<
  Reviews,
  | 'listWorkflows'
  | 'listSnapshots'
  | 'listCertifications'
  | 'getCertification'
  | 'listResults'
  | 'getResult'
  | 'listPositions'
  | 'listGroups'
  | 'listRows'
  | 'listHistory'
  | 'listReviewerInfos'
  | 'getReviewContext'
  | 'getStanding'
  | 'getSinceLastTime'
  | 'listGone'
  | 'getEnding'
  | 'getEntity'
  | 'getPeers'
  | 'listReviewers'
  | 'listCertificationLog'
  | 'watch'
>

/** Everything of reviews that only reads, from this database. All watchers of one call share a connection of its own. */
export function reviewReads(
  { db, database }: Pick<Store, 'db' | 'database'>,
  clock: () => Date,
  log: StoreLog,
): Reads {
  const news = createRowNews(database, log)
  return {
    listWorkflows: (actor) => listWorkflows(db, actor),
    listSnapshots: (actor, workflow_id) => listSnapshots(db, actor, workflow_id),
    listCertifications: (actor, workflow_id) => listCertifications(db, actor, workflow_id, clock()),
    getCertification: (actor, id) => getCertification(db, actor, id, clock()),
    listResults: (actor, id, query, stretch) => listResults(db, actor, id, { ...query, ...stretch }),
    getResult: (actor, id, result_id) => getResult(db, actor, id, result_id),
    listPositions: (actor, id, query) => listPositions(db, actor, id, query),
    listGroups: (actor, id, query) => listGroups(db, actor, id, query),
    listRows: (actor, id, ids) => listRows(db, actor, id, ids),
    listHistory: (actor, id, result_id) => listHistory(db, actor, id, result_id),
    listReviewerInfos: (actor, id) => listReviewerInfos(db, actor, id),
    getReviewContext: (actor, id) => getReviewContext(db, actor, id),
    getStanding: (actor, id) => getStanding(db, actor, id),
    getSinceLastTime: (actor, id) => getSinceLastTime(db, actor, id),
    listGone: (actor, id, stretch) => listGone(db, actor, id, stretch),
    getEntity: (actor, id, ref) => getEntity(db, actor, id, ref),
    getPeers: (actor, id, result_id) => getPeers(db, actor, id, result_id),
    getEnding: (actor, id) => getEnding(db, actor, id),
    listReviewers: (actor, id) => listReviewers(db, actor, id),
    listCertificationLog: (actor, id) => listCertificationLog(db, actor, id),
    watch: (actor, certification_id, emit, signal) =>
      watch(db, news, { actor, certification_id, emit, signal }, log),
  }
}
