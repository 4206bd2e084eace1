import { type Role, roles, type Scope, scopes } from '#contract/permissions.ts'
import { isBlank, isEmail } from '#contract/text.ts'
import { addressOf, readConfig } from '../config.ts'
import { readOidcConfig } from '../oidc-config.ts'
import { openStore, type Store } from '../store/database/open.ts'
import { apiKeys } from '../store/keys/api-keys.ts'
import { log, NotStarted, readArgs, runCommand } from './command.ts'
import { addLocalAdmin, addProviderAdmin, printSetUpLink, resetPerson } from './users/admins.ts'
import { importDirectory } from './users/import-directory.ts'
import { createKey, listKeys, revokeKey } from './users/keys.ts'
import { addPerson, personWithEmail, printPeople } from './users/people.ts'

const usage = `Usage: npm run -s users -- COMMAND

  create-key --scope SCOPE [--scope SCOPE] [--days N] [--as EMAIL]
                          make a key and print it, alone, once (90 days; of the local auditor, or who has that email)
  list-keys               print the keys there are, without their secrets
  revoke-key ID           end a key
  add-person --email EMAIL --name NAME --role ROLE [--role ROLE] [--type TYPE] [--id ID]
                          put somebody into the directory, or change who is there (type localCookieUser, id = email);
                          the roles are all that they then have
  add-admin --email EMAIL --name NAME [--type TYPE] [--id ID]
                          make an admin who signs in here: asks for a password, or, where nobody can type one, prints a
                          link, alone, by which it is set (24 hours, once)
  add-admin --email EMAIL --name NAME --oidc CLAIM
                          make an admin who signs in by the identity provider: whose claim (OIDC_IDENTITY_CLAIM) is that
  reset --email EMAIL [--type TYPE] [--id ID] [--second-factors]
                          end sessions and password of somebody and print a link, alone, by which they set a new one; with
                          --second-factors they also set their authenticator app and passkeys up anew; --type and --id
                          say who is meant where several people have the email
  set-up-link             print a link, alone, by which the first admin is made (15 minutes, once)
  list-people             print who is in the directory
  import-directory FILE [--role ROLE]
                          put everybody of a CSV or NDJSON file into the directory: user_type, id, email, name,
                          manager_id, manager_type, roles (with ; between them); safe to run again. Roles that are there
                          but empty take away what somebody has. With --role they do not, and those who have no role
                          after the file get the one of --role

SCOPE is one of ${scopes.join(', ')}; a key may do what its owner may and no more.
ROLE is one of ${roles.join(', ')}.`

/** Returns the exit code, 0 when it says nothing. */
type Command = (store: Store, address: string) => Promise<number | void>

type Options = Readonly<Record<string, string | string[] | boolean | undefined>>

function readCommand(args: string[]): Command {
  const text = { type: 'string' } as const
  const texts = { type: 'string', multiple: true } as const
  const { values, positionals } = readArgs(usage, {
    args,
    allowPositionals: true,
    options: {
      scope: texts,
      days: text,
      as: text,
      email: text,
      name: text,
      role: texts,
      type: text,
      id: text,
      oidc: text,
      'second-factors': { type: 'boolean' },
    },
  })
  const [name = '', ...operands] = positionals
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  const takes = (option: string) => command?.options.includes(option) === true
  if (!command || operands.length !== command.operands || !Object.keys(values).every(takes))
    throw new NotStarted(usage)
  return command.make(values, operands[0] ?? '')
}

const keysOf = (store: Store) => apiKeys(store.db, () => new Date())

type CommandKind = {
  readonly options: readonly string[]
  readonly operands: 0 | 1
  readonly make: (options: Options, operand: string) => Command
}

const commands: Readonly<Record<string, CommandKind>> = {
  'create-key': { options: ['scope', 'days', 'as'], operands: 0, make: createKeyCommand },
  'list-keys': { options: [], operands: 0, make: () => (store) => listKeys(keysOf(store)) },
  'revoke-key': { options: [], operands: 1, make: (_, id) => (store) => revokeKey(keysOf(store), id) },
  'add-person': {
    options: ['email', 'name', 'role', 'type', 'id'],
    operands: 0,
    make: addPersonCommand,
  },
  'add-admin': { options: ['email', 'name', 'type', 'id', 'oidc'], operands: 0, make: addAdminCommand },
  reset: { options: ['email', 'type', 'id', 'second-factors'], operands: 0, make: resetCommand },
  'set-up-link': {
    options: [],
    operands: 0,
    make: () => (store, address) => printSetUpLink(store.db, address),
  },
  'list-people': { options: [], operands: 0, make: () => (store) => printPeople(store.db) },
  'import-directory': { options: ['role'], operands: 1, make: importDirectoryCommand },
}

function createKeyCommand(options: Options): Command {
  const wanted = listOf<Scope>(options, 'scope', scopes)
  const days = textOf(options, 'days') ?? '90'
  if (!/^\d+$/.test(days) || Number(days) < 1 || Number(days) > 3650)
    throw new NotStarted(`${usage}\n\n--days takes a whole number from 1 to 3650.`)
  const email = textOf(options, 'as')
  return async (store) => {
    const owner = email === undefined ? undefined : await personWithEmail(store.db, email)
    await createKey(keysOf(store), wanted, Number(days), owner)
  }
}

function addPersonCommand(options: Options): Command {
  const [email, name] = [emailOf(options), nameOf(options)]
  const held = listOf<Role>(options, 'role', roles)
  const [user_type, id] = [textOf(options, 'type') ?? 'localCookieUser', textOf(options, 'id') ?? email]
  return (store) => addPerson(store.db, { user_type, id, email, name, roles: held }, rolesFromClaims())
}

function addAdminCommand(options: Options): Command {
  const [email, name] = [emailOf(options), nameOf(options)]
  const [user_type, id, claim] = [textOf(options, 'type'), textOf(options, 'id'), textOf(options, 'oidc')]
  if (claim === undefined) {
    const user = { user_type: user_type ?? 'localCookieUser', id: id ?? email, email, name }
    return (store, address) => addLocalAdmin(store.db, user, address)
  }
  if (user_type !== undefined || id !== undefined || isBlank(claim))
    throw new NotStarted(
      `${usage}\n\n--oidc takes what the claim says, which is the id; the type is that of the Global IdP settings.`,
    )
  return (store) => addProviderAdmin(store.db, { id: claim, email, name })
}

function resetCommand(options: Options): Command {
  const email = emailOf(options)
  const secondFactors = options['second-factors'] === true
  const which = { user_type: textOf(options, 'type'), id: textOf(options, 'id') }
  return (store, address) => resetPerson(store.db, email, { ...which, secondFactors, address })
}

/** Whether the identity provider says which roles people have, as the server is configured. */
function rolesFromClaims(): boolean {
  return readOidcConfig(process.env, readConfig(process.env).publicUrl)?.roles !== undefined
}

function emailOf(options: Options): string {
  const email = textOf(options, 'email') ?? ''
  if (isEmail(email)) return email
  throw new NotStarted(`${usage}\n\n--email takes an email, and is required.`)
}

function nameOf(options: Options): string {
  const name = textOf(options, 'name') ?? ''
  if (!isBlank(name)) return name
  throw new NotStarted(`${usage}\n\n--name is required.`)
}

function importDirectoryCommand(options: Options, file: string): Command {
  const fallbackRoles = options['role'] === undefined ? [] : listOf<Role>(options, 'role', roles)
  return (store, address) =>
    importDirectory(store.db, file, { roles: fallbackRoles, rolesFromClaims: rolesFromClaims(), address })
}

function textOf(options: Options, name: string): string | undefined {
  const value = options[name]
  return typeof value === 'string' ? value : undefined
}

function listOf<T extends string>(options: Options, name: string, known: readonly T[]): readonly T[] {
  const option = options[name]
  const values = Array.isArray(option) ? option : []
  const chosen = known.filter((choice) => values.includes(choice))
  if (chosen.length === 0 || chosen.length < new Set(values).size)
    throw new NotStarted(`${usage}\n\n--${name} takes one of ${known.join(', ')}, and is required.`)
  return chosen
}

await runCommand(async (args) => {
  const command = readCommand(args)
  const config = readConfig(process.env)
  const store = await openStore({ ...config, applicationName: 'countersign users', log })
  try {
    return (await command(store, addressOf(config))) ?? 0
  } finally {
    await store.close()
  }
})
