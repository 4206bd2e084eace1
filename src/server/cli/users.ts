import type { Scope } from '#contract/permissions.ts'
import { scopes } from '#contract/permissions.ts'
import { readConfig } from '../config.ts'
import { openStore } from '../store/open.ts'
import { createPeople, type KeyRecord } from '../store/people.ts'
import { log, NotStarted, readArgs, runCommand, say } from './command.ts'

const usage = `Usage: npm run -s users -- COMMAND

  create-key --scope SCOPE [--scope SCOPE] [--days N]   make a key and print it, alone, once (90 days)
  list-keys                                             print the keys there are, without their secrets
  revoke-key ID                                         end a key

SCOPE is one of ${scopes.join(', ')}.`

type Command = (people: ReturnType<typeof createPeople>) => Promise<void>

await runCommand(async (args) => {
  const command = readCommand(args)
  const store = await openStore({
    ...readConfig(process.env),
    applicationName: 'countersign users',
    log,
  })
  try {
    await command(createPeople(store.db, () => new Date()))
  } finally {
    await store.close()
  }
  return 0
})

function readCommand(args: string[]): Command {
  const { values, positionals } = readArgs(usage, {
    args,
    allowPositionals: true,
    options: { scope: { type: 'string', multiple: true }, days: { type: 'string' } },
  })
  const [name, id, ...more] = positionals
  const plain = values.scope === undefined && values.days === undefined && more.length === 0
  if (name === 'create-key' && id === undefined) return createKey(values.scope ?? [], values.days ?? '90')
  if (name === 'list-keys' && id === undefined && plain) return listKeys
  if (name === 'revoke-key' && id !== undefined && plain) return revokeKey(id)
  throw new NotStarted(usage)
}

function createKey(wanted: readonly string[], daysText: string): Command {
  const known = wanted.filter((scope): scope is Scope => (scopes as readonly string[]).includes(scope))
  if (wanted.length === 0 || known.length < wanted.length)
    throw new NotStarted(`--scope takes one of ${scopes.join(', ')}, and is required.\n\n${usage}`)
  const days = Number(daysText)
  if (!/^\d+$/.test(daysText) || days < 1 || days > 3650)
    throw new NotStarted(`--days takes a whole number from 1 to 3650.\n\n${usage}`)
  return async (people) => {
    const { key, record } = await people.createKey([...new Set(known)], days)
    say(`Key ${record.id} for ${record.scopes.join(', ')}, until ${record.expires_at}. It is shown only now:`)
    process.stdout.write(`${key}\n`)
  }
}

async function listKeys(people: Parameters<Command>[0]): Promise<void> {
  const keys = await people.listKeys()
  if (keys.length === 0) say('There are no keys.')
  for (const key of keys) process.stdout.write(`${describe(key)}\n`)
}

function describe({ id, owner, scopes: held, created_at, expires_at, revoked_at }: KeyRecord): string {
  const over = new Date(expires_at) <= new Date()
  const state = revoked_at !== null ? `revoked ${iso(revoked_at)}` : over ? 'expired' : 'valid'
  return [id, owner, held.join(','), `created ${iso(created_at)}`, `expires ${iso(expires_at)}`, state].join(
    '\t',
  )
}

function iso(time: string): string {
  return new Date(time).toISOString()
}

function revokeKey(id: string): Command {
  return async (people) => {
    if (!(await people.revokeKey(id))) throw new NotStarted('There is no live key of that id.')
    say('The key is revoked.')
  }
}
