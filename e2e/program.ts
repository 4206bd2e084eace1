import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { clusterUser, readPassword } from '#server/store/embedded/initdb.ts'
import { openDataDir, socketPort } from '#server/store/embedded/paths.ts'
import { insertKey, insertPerson, insertSession, type MadePerson } from '#testing/insert-session.ts'
import { freePort } from './free-port.ts'
import { type Backdoor, programs } from './programs.ts'
import { putPreparedData } from './prepared-data.ts'
import { tableHashes } from '#testing/table-hashes.ts'
import { keepTrace } from './traces.ts'

type Environment = Readonly<Record<string, string>>

/** The built program with a data directory of its own, as a user has it. */
export type Program = {
  /** Where it is, without a slash at the end. */
  readonly url: string
  /** Imports events as a file of that name, with the command; the server may be running. */
  importEvents(fileName: string, events: readonly object[]): Promise<void>
  /** Begins with these events, imported as a file of that name: programs of one run share what is imported once. */
  beginWithEvents(fileName: string, events: readonly object[]): Promise<void>
  /**
   * Imports rows of access, lines of CSV, as a certification with one reviewer (a mail address) for all of them. `more` are
   * more options of the command.
   */
  importCertification(
    lines: readonly string[],
    name: string,
    reviewer: string,
    more?: readonly string[],
  ): Promise<void>
  /** Adds a reviewer to the directory. */
  addReviewer(email: string, name: string): Promise<void>
  /** Makes somebody an admin who signs in by the identity provider, whose claim is that. */
  addAdminOfProvider(email: string, name: string, claim: string): Promise<void>
  /** Prints a one-time link, as somebody in a terminal of the server has it: for the first admin, or to set a password. */
  link(...args: readonly string[]): Promise<string>
  /**
   * Loads so many events of the demonstration, and its reviews, the largest with so many rows. Where nothing is there yet,
   * programs of one run share what is loaded once.
   */
  demo(events: number, rows?: number): Promise<void>
  /** Makes somebody, not of the demonstration, and gives them a session of the running server; returns its token. */
  signIn(person: MadePerson): Promise<string>
  /** One hash for each table, without what reading leaves behind (logs, last use). */
  tableHashes(): Promise<Readonly<Record<string, string>>>
  /** Starts the server and waits until it is ready. */
  start(): Promise<void>
  /** Stops the server, which stops its PostgreSQL. */
  stop(): Promise<void>
  /** Kills the server, as a crash would; its PostgreSQL runs on. */
  kill(): Promise<void>
  /** Kills the PostgreSQL under the server, as a crash would. */
  killPostgres(): void
  /** Stops what runs and removes the data. */
  remove(): Promise<void>
}

/** Prepares a program that listens on a free port; nothing runs yet. `settings` are more variables of its environment. */
export async function prepareProgram(settings: (port: number) => Environment = () => ({})): Promise<Program> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-browser-'))
  // Root starts PostgreSQL as another account, which must get through.
  chmodSync(folder, 0o711)
  const dataDir = join(folder, 'data')
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const env = environment({ DATA_DIR: dataDir, PORT: String(port), ...settings(port) })
  let server: ChildProcess | undefined
  // Off, nothing is loaded by itself; where a demonstration was loaded, its accounts are wanted.
  let withAccounts: Environment = {}

  programs.set(url, backdoorOf(dataDir))

  const stop = async () => {
    if (server) await end(server)
    server = undefined
  }
  /** Has an empty database where there is none yet: to make one takes longer than to copy it. */
  const begin = async () => {
    if (!existsSync(dataDir))
      await putPreparedData('empty', dataDir, (directory) => commandIn(directory, 'users', ['list-people']))
  }
  const commandIn = (directory: string, entrance: string, args: readonly string[]) =>
    succeeded(run(entrance, args, { ...env, DATA_DIR: directory }))
  const command = async (entrance: string, args: readonly string[]) => {
    await begin()
    await commandIn(dataDir, entrance, args)
  }
  const importInto = async (directory: string, fileName: string, events: readonly object[]) => {
    const file = join(folder, fileName)
    writeFileSync(file, events.map((event) => `${JSON.stringify(event)}\n`).join(''))
    await commandIn(directory, 'import', ['action-events', file, '--keep-demo'])
  }
  return {
    url,
    async importEvents(fileName, events) {
      await begin()
      await importInto(dataDir, fileName, events)
    },
    async beginWithEvents(fileName, events) {
      await putPreparedData(`events-${fileName}-${events.length}`, dataDir, (directory) =>
        importInto(directory, fileName, events),
      )
    },
    async importCertification(lines, name, reviewer, more = []) {
      const file = join(folder, 'access.csv')
      writeFileSync(file, lines.map((line) => `${line}\n`).join(''))
      const what = ['--keep-demo', '--workflow', name, '--name', name, '--reviewer', reviewer]
      await command('import', ['certification', file, ...what, ...more])
    },
    async addReviewer(email, name) {
      const person = ['--email', email, '--name', name, '--role', 'reviewer']
      await command('users', ['add-person', ...person])
    },
    async addAdminOfProvider(email, name, claim) {
      await command('users', ['add-admin', '--email', email, '--name', name, '--oidc', claim])
    },
    async link(...args) {
      await begin()
      const child = run('users', args, env, 'pipe')
      let printed = ''
      child.stdout?.on('data', (data) => {
        printed += String(data)
      })
      await succeeded(child)
      return printed.trim()
    },
    async demo(events, rows = 40) {
      const load = (directory: string) =>
        commandIn(directory, 'demo', ['--events', String(events), '--rows', String(rows)])
      if (existsSync(dataDir)) await load(dataDir)
      else await putPreparedData(`demo-${events}-${rows}`, dataDir, load)
      withAccounts = { DEMO: 'on' }
    },
    signIn: (person) =>
      inDatabase(dataDir, async (pool) => {
        await insertPerson(pool, person)
        return kept(await insertSession(pool, person))
      }),
    tableHashes: () => inDatabase(dataDir, (pool) => tableHashes((text) => pool.query(text), 'reading')),
    async start() {
      await begin()
      server = run('main', [], { ...env, ...withAccounts })
      await ready(url, server)
    },
    stop,
    async kill() {
      if (server) await end(server, 'SIGKILL')
      server = undefined
    },
    killPostgres() {
      const [pid] = readFileSync(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8').split('\n')
      process.kill(Number(pid), 'SIGKILL')
    },
    async remove() {
      await stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const settingsAdmin = {
  user_type: 'localCookieUser',
  id: 'root',
  email: 'root@example.com',
  name: 'Root',
  roles: ['admin'],
} as const

/** What tests have the program of a data directory do. */
export function backdoorOf(dataDir: string): Backdoor {
  return {
    settingsKey: () =>
      inDatabase(dataDir, async (pool) => {
        await insertPerson(pool, settingsAdmin)
        return kept(await insertKey(pool, settingsAdmin, ['reviews:settings']))
      }),
    signInAs: (name) =>
      inDatabase(dataDir, async (pool) => {
        const { rows } = await pool.query<{ user_type: string; id: string; roles: string[] }>(
          'SELECT user_type, id, roles FROM person WHERE name = $1',
          [name],
        )
        const [person] = rows
        if (!person) throw new Error(`there is nobody called ${name}`)
        const hint = `${person.roles.join(',')} ${person.user_type} ${person.id}`
        return { token: kept(await insertSession(pool, person)), hint }
      }),
  }
}

/** Hands on what nobody may read in what the run leaves behind. */
function kept(secret: string): string {
  keepTrace('secret', secret)
  return secret
}

/** Does something in the database of a running program, as no process of ours that would have to look after PostgreSQL. */
async function inDatabase<T>(dataDir: string, work: (pool: pg.Pool) => Promise<T>): Promise<T> {
  const layout = openDataDir(dataDir)
  const pool = new pg.Pool({
    host: layout.sockets,
    port: socketPort,
    user: clusterUser,
    password: readPassword(layout),
    database: 'postgres',
    application_name: 'browser tests',
  })
  try {
    return await work(pool)
  } finally {
    await pool.end()
  }
}

/** This process's environment without anything that would lead the program elsewhere. */
function environment(own: Environment): NodeJS.ProcessEnv {
  const { DATABASE_URL: _url, PUBLIC_URL: _public, HOST: _host, ...rest } = process.env
  return { ...rest, DEMO: 'off', LOG_LEVEL: 'debug', ...own }
}

function run(
  entrance: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  out: 'ignore' | 'pipe' = 'ignore',
): ChildProcess {
  const file = join(import.meta.dirname, `../dist/server/${entrance}.js`)
  // What a command prints is for whoever runs it, what the server prints is its log.
  const log = entrance === 'main' ? 'pipe' : out
  const child = spawn(process.execPath, [file, ...args], { env, stdio: ['ignore', log, 'pipe'] })
  const logs = entrance === 'main' ? [child.stdout, child.stderr] : [child.stderr]
  for (const stream of logs) stream?.on('data', (text) => keepTrace('log', String(text)))
  return child
}

/** Everything that a process says, for the message when it fails. */
function wordsOf(child: ChildProcess): () => string {
  let words = ''
  child.stderr?.on('data', (data) => {
    words += String(data)
  })
  return () => words
}

async function succeeded(child: ChildProcess): Promise<void> {
  const words = wordsOf(child)
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`the command ended with ${code}:\n${words()}`)
}

async function ready(url: string, server: ChildProcess): Promise<void> {
  const words = wordsOf(server)
  while (server.exitCode === null) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined)
    if (answer?.ok) return
    await sleep(20)
  }
  throw new Error(`the server did not start:\n${words()}`)
}

async function end(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill(signal)
  await gone
}
