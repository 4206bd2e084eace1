import { Kysely, type Migration, Migrator, PostgresDialect } from 'kysely'
import type pg from 'pg'
import { activity } from '../migrations/0001-activity.ts'
import { reviews } from '../migrations/0002-reviews.ts'
import { changes } from '../migrations/0003-changes.ts'
import { lighterStatistics } from '../migrations/0004-lighter-statistics.ts'
import { attributes } from '../migrations/0006-attributes.ts'
import { groupCommit } from '../migrations/0007-group-commit.ts'
import { mergedAccess } from '../migrations/0008-merged-access.ts'
import { foldText } from '../migrations/0014-fold-text.ts'
import { personKeys } from '../migrations/0013-person-keys.ts'
import { superseded } from '../migrations/0009-superseded.ts'
import { functionTexts } from '../migrations/0015-functions.ts'
import { jobs } from '../migrations/0016-jobs.ts'
import { exportKeys } from '../migrations/0017-export-keys.ts'
import { signIn } from '../migrations/0018-sign-in.ts'
import { bulk } from '../migrations/0019-bulk.ts'
import { lastTime } from '../migrations/0020-last-time.ts'
import { causes } from '../migrations/0022-causes.ts'
import { messages } from '../migrations/0024-messages.ts'
import { eventNews } from '../migrations/0025-event-news.ts'
import { places } from '../migrations/0026-places.ts'
import { previewNumbers } from '../migrations/0027-preview-numbers.ts'
import { eventHours } from '../migrations/0023-event-hours.ts'
import { peersAndEndings } from '../migrations/0021-peers-and-endings.ts'
import { timeLimits } from '../migrations/0010-time-limits.ts'
import { unassigned } from '../migrations/0011-unassigned.ts'
import { functions } from '../functions/functions.ts'
import { messageOf } from '../embedded/start-error.ts'
import { putFunctions } from './put-functions.ts'

/**
 * Every migration by name, in order. Forward only: a change of the schema is a new entry, never an edit. No commit has
 * ever held a 0005 or a 0012, so no database has one; the two numbers stay unused, for a late one would come out of order.
 * A function of the database is changed in `store/functions/`, not here.
 */
const migrations: Readonly<Record<string, Migration>> = {
  '0001-activity': activity,
  '0002-reviews': reviews,
  '0003-changes': changes,
  '0004-lighter-statistics': lighterStatistics,
  '0006-attributes': attributes,
  '0007-group-commit': groupCommit,
  '0008-merged-access': mergedAccess,
  '0009-superseded': superseded,
  '0010-time-limits': timeLimits,
  '0011-unassigned': unassigned,
  '0013-person-keys': personKeys,
  '0014-fold-text': foldText,
  '0015-functions': functionTexts,
  '0016-jobs': jobs,
  '0017-export-keys': exportKeys,
  '0018-sign-in': signIn,
  '0019-bulk': bulk,
  '0020-last-time': lastTime,
  '0021-peers-and-endings': peersAndEndings,
  '0022-causes': causes,
  '0023-event-hours': eventHours,
  '0024-messages': messages,
  '0025-event-news': eventNews,
  '0026-places': places,
  '0027-preview-numbers': previewNumbers,
}

/**
 * Brings the database to the newest schema and puts the newest functions into it, under an advisory lock, so any number
 * of processes may call it at once. The pool must not have a statement timeout. Throws what the failed migration threw.
 */
export async function migrate(pool: pg.Pool): Promise<void> {
  await migrateTables(pool)
  await putFunctions(pool, functions)
}

async function migrateTables(pool: pg.Pool): Promise<void> {
  if (await isNewest(pool)) return
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve({ ...migrations }) } })
  const { error, results } = await migrator.migrateToLatest()
  if (error) {
    const failed =
      results?.find((result) => result.status === 'Error')?.migrationName ?? 'before the first one'
    throw new Error(
      `the database could not be brought to the newest schema (${failed}): ${messageOf(error)}`,
      { cause: error },
    )
  }
}

/**
 * Whether each migration has run, and no other. Asked without the migrator: it reads about every table of the database, and
 * fails where another process (the queue of jobs at its first start) drops one meanwhile.
 */
async function isNewest(pool: pg.Pool): Promise<boolean> {
  const { rows: tables } = await pool.query<{ exists: boolean }>(
    `SELECT to_regclass('kysely_migration') IS NOT NULL AS exists`,
  )
  if (tables[0]?.exists !== true) return false
  const { rows } = await pool.query<{ name: string }>('SELECT name FROM kysely_migration ORDER BY name')
  const names = Object.keys(migrations).toSorted()
  return rows.length === names.length && rows.every(({ name }, at) => name === names[at])
}
