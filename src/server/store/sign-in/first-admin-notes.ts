import type { Kysely } from 'kysely'
import { addressOf } from '../../auth/one-time-links.ts'
import type { Schema } from '../database/schema.ts'
import { countSignInAdmins } from './admins.ts'
import { isStillOpen } from './entrance.ts'
import { makeSetUpLink } from './one-time-links.ts'

type Db = Kysely<Schema>

const addAdmin = 'npm run users -- add-admin --email EMAIL --name NAME'

/** How the first admin is made, in lines for a terminal: the command, and a set-up link at `origin` that is made for it. */
async function waysToFirstAdmin(db: Db, origin: string, now: Date): Promise<readonly string[]> {
  const { token } = await makeSetUpLink(db, 'terminal', now)
  return [
    'No admin can sign in yet. To make the first one, run here:',
    `  ${addAdmin}`,
    'or open this link, which works once within 15 minutes (npm run users -- set-up-link prints another):',
    `  ${addressOf(origin, 'set-up', token)}`,
  ]
}

/** What there is to say at the start of a server at `origin` while no admin can sign in; nothing once one can. */
export async function notesAtStart(db: Db, origin: string, now: Date): Promise<readonly string[]> {
  if ((await countSignInAdmins(db)) > 0) return []
  const closed = await db.selectFrom('entrance_closed').select('reason').executeTakeFirst()
  const upgraded =
    closed?.reason === 'UPGRADE'
      ? ['This database holds real data, so nobody gets in any more without signing in; keys work as before.']
      : []
  return [...upgraded, ...(await waysToFirstAdmin(db, origin, now))]
}

/** The server's address, the time, and whether nothing is to be changed. */
type ImportAhead = { readonly origin: string; readonly now: Date; readonly dryRun: boolean }

/**
 * What there is to say before the first import of real data, once nothing refuses it; nothing once the entrance is closed. A
 * trial of it makes no link.
 */
export async function notesBeforeImport(
  db: Db,
  { origin, now, dryRun }: ImportAhead,
): Promise<readonly string[]> {
  if (!(await isStillOpen(db))) return []
  const ways = dryRun
    ? [
        'The first admin is made by this command, here, or by the link that the second one prints:',
        `  ${addAdmin}`,
        '  npm run -s users -- set-up-link',
      ]
    : await waysToFirstAdmin(db, origin, now)
  return [`${await whatCloses(db)} Keys made in a terminal work on.`, ...ways]
}

/** What the first real data ends, without what there never was here. */
async function whatCloses(db: Db): Promise<string> {
  const sessions = await db
    .selectFrom('session')
    .select('id')
    .where('method', '=', 'entrance')
    .executeTakeFirst()
  const account = await db.selectFrom('person').select('id').where('demo', '=', true).executeTakeFirst()
  const ended = [
    ...(sessions ? ['sessions that were begun without it'] : []),
    ...(account ? ['keys of accounts of the demonstration'] : []),
  ]
  const ends = ended.length > 0 ? ` It ends ${ended.join(' and ')}.` : ''
  return `From the first real data on nobody gets in without signing in, for good.${ends}`
}
