import type pg from 'pg'
import { codeOf, messageOf, StartError } from '../embedded/start-error.ts'

interface Facts {
  version: number
  server_version: string
  encoding: string
  name: string
  folded: boolean
  fsync: string
  commit: string
}

/**
 * Refuses a database on which filters or durability would be wrong, and makes the extension pg_trgm in a new one.
 * Takes a connection without a transaction; throws StartError saying what to do.
 */
export async function checkDatabase(client: pg.ClientBase): Promise<void> {
  const facts = await readFacts(client)
  if (facts.version < 150_000) {
    throw new StartError(`Countersign needs PostgreSQL 15 or newer; this server is ${facts.server_version}.`)
  }
  if (facts.encoding !== 'UTF8') throw unfit(facts, `its encoding is ${facts.encoding}, not UTF8`)
  if (!facts.folded) throw unfit(facts, 'it does not fold letters outside ASCII to lower case')
  checkDurable('fsync', facts.fsync)
  checkDurable('synchronous_commit', facts.commit)
  await ensureTrigrams(client, facts)
}

async function readFacts(client: pg.ClientBase): Promise<Facts> {
  const { rows } = await client.query<Facts>(
    `select current_setting('server_version_num')::int as version, current_setting('server_version') as server_version,
      current_setting('server_encoding') as encoding, current_database() as name, lower('À') = 'à' as folded,
      current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit`,
  )
  if (!rows[0]) throw new StartError('The database does not answer as PostgreSQL does.')
  return rows[0]
}

function checkDurable(setting: string, value: string): void {
  if (value !== 'off') return
  throw new StartError(
    `The database runs with ${setting} off, so a saved decision could be lost. Set ${setting} to on.`,
  )
}

async function ensureTrigrams(client: pg.ClientBase, facts: Facts): Promise<void> {
  await createExtension(client, facts)
  const { rows } = await client.query<{ finds_cyrillic: boolean }>(
    `select show_trgm('Иванов') <> '{}' as finds_cyrillic`,
  )
  if (!rows[0]?.finds_cyrillic) throw unfit(facts, 'pg_trgm finds no letters outside ASCII in it')
}

async function createExtension(client: pg.ClientBase, facts: Facts): Promise<void> {
  // Asked first: "create … if not exists" demands the right to create even where there is nothing to do.
  const installed = await client.query(`select from pg_extension where extname = 'pg_trgm'`)
  if (installed.rowCount) return
  try {
    await client.query('create extension if not exists pg_trgm')
  } catch (error) {
    // Two servers that start at once on a new database: the other one was first.
    if (codeOf(error) === '23505') return
    throw new StartError(
      `The database ${facts.name} lacks the extension pg_trgm and it cannot be made (${messageOf(error)}). ` +
        `Let its owner or a superuser run: CREATE EXTENSION pg_trgm`,
    )
  }
}

function unfit(facts: Facts, reason: string): StartError {
  const name = /^[\w-]+$/.test(facts.name) ? facts.name : 'countersign'
  return new StartError(
    `The database ${facts.name} cannot be used: ${reason}. Create one that can, under this or another name: ` +
      `createdb --template=template0 --encoding=UTF8 --locale=C.UTF-8 ${name}`,
  )
}
