import { type Actor, holds } from '#contract/permissions.ts'
import { type Order, printOrder } from '#contract/order.ts'
import { listedExports, type OwnExport } from '#contract/own-exports.ts'
import type { Filter } from '#scim/ast.ts'
import { print } from '#scim/print.ts'
import type { Backend } from './backend.ts'
import { shownExport, withoutContents } from './export-jobs.ts'
import type { OwnExports } from './exports.ts'
import { eventExport } from './jobs/exports/export-events.ts'
import { identitiesExport } from './jobs/exports/export-identities.ts'
import { reviewExport, type ReviewExportResult } from './jobs/exports/export-review.ts'
import type { ExportTools } from './jobs/exports/export-tools.ts'
import { localExports, whyNoEvents } from './local-exports.ts'
import { localReviewExports, whyWithheld } from './local-review-exports.ts'
import { refused } from './refused.ts'
import { messageOfCause } from './store/activity/causes/cause-message.ts'
import { listExportKeys } from './store/export-keys.ts'
import { gatherNews } from './store/database/gather-news.ts'
import type { Store } from './store/database/open.ts'
import type { StoreLog } from './store/embedded/start-error.ts'
import { createJobNews } from './store/jobs/job-news.ts'
import type { Job } from './store/jobs/job-rows.ts'
import { jobsOf, kindOfJob } from './store/jobs/own-jobs.ts'
import { lookForExported } from './store/reviews/results/exported-rows.ts'
import { nameOfCertification } from './store/reviews/certifications/certification-name.ts'

/** The permission that each kind of export takes. */
const permissionOf = {
  [eventExport]: 'activity:export',
  [identitiesExport]: 'activity:export',
  [reviewExport]: 'reviews:export',
} as const
type Kind = keyof typeof permissionOf

/** What jobs of any kind are asked for, as far as their maker is told. */
type Input = {
  readonly filter: Filter | null
  readonly mutable_filter?: Filter | null
  readonly cause?: string
  readonly message?: string
  readonly became?: string | null
  readonly order: Order
  readonly certification_id?: string
}

/** All exports of this server's own database. */
export function allLocalExports(
  tools: ExportTools,
  log: StoreLog,
): Pick<Backend, 'exports' | 'reviewExports' | 'ownExports' | 'listExportKeys'> {
  const kinds = { exports: localExports(tools), reviewExports: localReviewExports(tools) }
  return {
    ...kinds,
    ownExports: localOwnExports(tools.store, kinds, log),
    listExportKeys: () => listExportKeys(tools.store.db),
  }
}

/** The exports of one person in this server's own database. All watchers share a connection of its own. */
function localOwnExports(
  { db, database }: Pick<Store, 'db' | 'database'>,
  { exports, reviewExports }: Pick<Backend, 'exports' | 'reviewExports'>,
  log: StoreLog,
): OwnExports {
  const news = createJobNews(database, log)
  const read = async (actor: Actor, limit: number, ids?: readonly string[]) => {
    const jobs = await jobsOf(db, actor.user, { kinds: kindsFor(actor), limit, ...(ids && { ids }) })
    const noEvents = await whyNoEvents(db, actor)
    const shown: OwnExport[] = []
    // One after the other: the person's other requests need connections too.
    for (const job of jobs) {
      const withheld = job.kind === reviewExport ? await whyWithheld(db, actor, job) : noEvents
      const whole = withheld === undefined ? await wholeOf(db, actor, job) : null
      shown.push(await ownExport(db, job, { withheld, whole }))
    }
    return shown
  }
  return {
    async list(actor) {
      const newest = await read(actor, listedExports + 1)
      return { exports: newest.slice(0, listedExports), more: newest.length > listedExports }
    },

    async watch(actor, emit, signal) {
      const listener = gatherNews<string>(
        async (changed) => {
          const ids = changed === 'unknown' ? undefined : [...changed]
          const now = await read(actor, listedExports, ids)
          if (!signal.aborted) for (const job of now) emit(job)
        },
        signal,
        log,
        'exports',
      )
      await news.subscribe(actor.id, listener, signal)
    },

    async cancel(id, actor) {
      const stored = await kindOfJob(db, id)
      const kind = kindsFor(actor).find((known) => known === stored)
      if (kind === undefined) throw refused('NotFound', 'There is no such export.')
      return await (kind === reviewExport ? reviewExports : exports).cancel(id, actor)
    },
  }
}

/** The kinds of which somebody may take exports away now. */
function kindsFor(actor: Actor): readonly Kind[] {
  return (Object.keys(permissionOf) as Kind[]).filter((kind) => holds(actor, permissionOf[kind]))
}

/** Whether the maker of an export saw all that there is, or sees it now while the export goes on. */
async function wholeOf(db: Store['db'], actor: Actor, { input, result }: Job): Promise<boolean | null> {
  const { certification_id } = input as Input
  if (certification_id === undefined) return true
  const seen = (result as ReviewExportResult | null)?.seen
  return seen?.whole ?? (await lookForExported(db, actor, certification_id))?.whole ?? null
}

async function ownExport(
  db: Store['db'],
  job: Job,
  { withheld, whole }: { readonly withheld: string | undefined; readonly whole: boolean | null },
): Promise<OwnExport> {
  const { filter, mutable_filter, cause, message, became, order, certification_id } = job.input as Input
  const named = certification_id !== undefined && withheld === undefined
  return {
    ...(withheld === undefined ? shownExport(job) : withoutContents(shownExport(job))),
    filter: filter && print(filter),
    mutable_filter: mutable_filter ? print(mutable_filter) : null,
    cause: cause ?? null,
    cause_message:
      cause !== undefined && withheld === undefined ? ((await messageOfCause(db, cause)) ?? null) : null,
    message: message ?? null,
    became: became ?? null,
    order_by: printOrder(order),
    certification_id: certification_id ?? null,
    certification_name: named ? await nameOfCertification(db, certification_id) : null,
    withheld: withheld ?? null,
    whole,
  }
}
