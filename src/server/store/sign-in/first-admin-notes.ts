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

/** What there is to say before the first import of real data, a trial of it too; nothing once the entrance is closed. */
export async function notesBeforeImport(db: Db, origin: string, now: Date): Promise<readonly string[]> {
  if (!(await isStillOpen(db))) return []
  return [
    'Real data closes the open entrance for good: from this import on nobody gets in without signing in. Sessions that were begun without it end, and so do keys of accounts of the demonstration; keys made in a terminal work on.',
    ...(await waysToFirstAdmin(db, origin, now)),
  ]
}
