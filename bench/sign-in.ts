import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { createPasswords } from '#server/auth/passwords.ts'
import { openStore, type Store } from '#server/store/database/open.ts'
import { importCertification } from './certification.ts'
import { median, ms, percentile, ratioRow, row } from './figures.ts'
import { send } from './http-client.ts'
import { end, freePort, runCommand, startProgram, thisBuild } from './program.ts'

const email = 'rita@example.com'
const password = 'a wolf takes the tram'
const triesOfEach = 100
const lists = 1500
const floodMs = 30_000
const floodPerSecond = 200

/**
 * What signing in tells and takes: the time of wrong passwords of an account and of none, how many of 100 are tried, and a
 * page of 100 rows while others try 200 passwords a second, each of another account and network.
 */
export async function signIn(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'countersign-bench-'))
  process.env['TRUSTED_PROXIES'] = '127.0.0.1'
  try {
    const person = ['add-person', '--email', email, '--name', 'Rita', '--role', 'reviewer']
    await runCommand(thisBuild, dataDir, 'users', person)
    const given = { rows: 20_000, name: 'Rows', reviewerOf: () => email }
    const certification = await importCertification(thisBuild, dataDir, given)
    const { child, url } = await startProgram(dataDir, await freePort())
    const quiet = { info: () => undefined, warn: () => undefined }
    const store = await openStore({ dataDir, applicationName: 'countersign bench', log: quiet })
    try {
      await putPassword(store)
      await compareTimes(url, store)
      await guess(url, store)
      await flood(url, `${url}/api/preview/awf/certifications/${certification}/results?page_size=100`)
    } finally {
      await store.close()
      await end(child, 'SIGTERM')
    }
  } finally {
    delete process.env['TRUSTED_PROXIES']
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function putPassword({ db }: Store): Promise<void> {
  const password_hash = await createPasswords().hash(password)
  await sql`INSERT INTO local_account (user_type, person_id, password_hash)
    SELECT user_type, id, ${password_hash} FROM person WHERE email = ${email}`.execute(db)
}

/** Tries a password; returns the status and how long it took. */
async function attempt(url: string, of: string, typed: string, address: string, agent?: Agent) {
  const began = performance.now()
  const text = JSON.stringify({ email: of, password: typed })
  const status = await new Promise<number>((resolve, reject) => {
    const sent = request(`${url}/app/v1/sign_in:password`, {
      ...(agent && { agent }),
      method: 'POST',
      headers: {
        'sec-fetch-site': 'same-origin',
        'x-requested-with': 'countersign',
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(text),
        'x-forwarded-for': address,
      },
    })
    sent.once('response', (answer) => {
      answer.resume()
      answer.once('end', () => resolve(answer.statusCode ?? 0))
    })
    sent.once('error', reject)
    sent.end(text)
  })
  return { status, took: performance.now() - began }
}

async function compareTimes(url: string, { db }: Store): Promise<void> {
  const took = { known: [] as number[], unknown: [] as number[] }
  for (let count = 0; count < triesOfEach; count += 1) {
    // As if the tries before were of yesterday.
    await sql`UPDATE failed_sign_in SET at = at - interval '25 hours'`.execute(db)
    for (const [kind, of] of [
      ['known', email],
      ['unknown', 'nobody@example.com'],
    ] as const)
      took[kind].push((await attempt(url, of, 'a wrong password', '203.0.113.7')).took)
  }
  const [known, unknown] = [median(took.known), median(took.unknown)]
  row('a wrong password of an account', ms(known))
  row('the same of none', ms(unknown))
  ratioRow('the longer median / the shorter', Math.max(known, unknown) / Math.min(known, unknown), {
    atMost: 1.1,
  })
}

async function guess(url: string, { db }: Store): Promise<void> {
  await sql`DELETE FROM failed_sign_in`.execute(db)
  const all = await Promise.all(
    Array.from({ length: 100 }, () => attempt(url, email, 'a wrong password', '203.0.113.8')),
  )
  const tried = all.filter(({ status }) => status === 403).length
  row('of 100 wrong passwords are tried', String(tried), '≤ 10', tried <= 10 && tried > 0)
}

async function flood(url: string, list: string): Promise<void> {
  const cookie = await send(`${url}/app/v1/sign_in:password`, { method: 'POST', body: { email, password } })
  if (cookie === undefined) throw new Error('the session has no cookie')
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const listsFor = async (until: () => boolean) => {
    const took: number[] = []
    while (!until()) {
      const began = performance.now()
      await send(list, { agent, headers: { cookie } })
      took.push(performance.now() - began)
      await sleep(12) // one person may ask a hundred times a second
    }
    return took
  }
  let asked = 0
  await listsFor(() => (asked += 1) > 100)
  asked = 0
  const quiet = await listsFor(() => (asked += 1) > lists)
  const attack = startFlood(url)
  const over = performance.now() + floodMs
  const flooded = await listsFor(() => performance.now() > over)
  const statuses = await attack.stop()
  agent.destroy()
  const words = (took: readonly number[]) => `p50 ${ms(median(took))}, p99 ${ms(percentile(took, 0.99))}`
  row('a list of 100, nobody signs in', words(quiet))
  row(`the same while ${floodPerSecond} a second try passwords`, words(flooded))
  row('these were answered', statuses)
  ratioRow('p99 of a list, in the flood / without', percentile(flooded, 0.99) / percentile(quiet, 0.99), {
    atMost: 3,
  })
}

/** Tries passwords without waiting for answers, until it is stopped; says then how they were answered. */
function startFlood(url: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: 500 })
  const statuses = new Map<number, number>()
  const sent: Promise<void>[] = []
  let count = 0
  const timer = setInterval(() => {
    for (let more = 0; more < floodPerSecond / 20; more += 1) {
      count += 1
      const address = `198.${18 + (count % 2)}.${Math.floor(count / 2) % 256}.1`
      sent.push(
        attempt(url, `nobody${count}@example.com`, 'a wrong password', address, agent).then(({ status }) => {
          statuses.set(status, (statuses.get(status) ?? 0) + 1)
        }),
      )
    }
  }, 50)
  return {
    stop: async () => {
      clearInterval(timer)
      await Promise.allSettled(sent)
      agent.destroy()
      return [...statuses].map(([status, times]) => `${times} by ${status}`).join(', ')
    },
  }
}
