import { mkdtemp, rm } from 'node:fs/promises'
import { Agent } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { median, ms, pairedRatio, percentile, ratioRow, row } from './figures.ts'
import { send } from './http-client.ts'
import { importCertification } from './certification.ts'
import { end, freePort, runCommand, startProgram, thisBuild } from './program.ts'

const rows = 20_000
const rounds = 7
const listsARound = 200
const connections = 30
/** One person may ask a hundred times a second; so many take turns that none reaches it. */
const others = 8

/**
 * What one caller can take from another: a page of 100 rows asked for again and again, while another caller asks for the
 * largest pages by 30 connections and while nobody does, in turns.
 */
export async function starving(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'countersign-bench-'))
  try {
    const keys = []
    for (let count = 0; count <= others; count += 1) keys.push(await keyOfAuditor(dataDir, `bench${count}`))
    const given = { rows, name: 'Rows', reviewerOf: () => '' }
    const certification = await importCertification(thisBuild, dataDir, given)
    const { child, url } = await startProgram(dataDir, await freePort())
    try {
      await measure(`${url}/api/preview/awf/certifications/${certification}/results`, keys)
    } finally {
      await end(child, 'SIGTERM')
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function keyOfAuditor(dataDir: string, name: string): Promise<string> {
  const command = (...args: string[]) => runCommand(thisBuild, dataDir, 'users', args)
  const email = `${name}@example.com`
  await command('add-person', '--email', email, '--name', name, '--role', 'auditor')
  return (await command('create-key', '--scope', 'reviews:read', '--as', email)).trim()
}

async function measure(results: string, [heavyKey = '', ...keys]: readonly string[]): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const list = async () => {
    const took = []
    for (let count = 0; count < listsARound; count += 1) {
      const began = performance.now()
      await send(`${results}?page_size=100`, { agent, headers: bearer(keys[count % keys.length] ?? '') })
      took.push(performance.now() - began)
    }
    return took
  }
  await list() // pages into memory once
  const quiet: number[][] = []
  const attacked: number[][] = []
  const heavy = { answered: 0, refused: 0 }
  for (let round = 0; round < rounds; round += 1) {
    quiet.push(await list())
    const attack = startAttack(`${results}?page_size=2000`, heavyKey)
    attacked.push(await list())
    const { answered, refused } = await attack.stop()
    heavy.answered += answered
    heavy.refused += refused
  }
  agent.destroy()
  tell(quiet, attacked, heavy)
}

type Heavy = { readonly answered: number; readonly refused: number }

function tell(quiet: readonly number[][], attacked: readonly number[][], heavy: Heavy): void {
  const p99 = (all: readonly number[][]) => all.map((round) => percentile(round, 0.99))
  const words = (all: readonly number[][]) => `p50 ${ms(median(all.flat()))}, p99 ${ms(median(p99(all)))}`
  row('a list of 100, nobody else asks', words(quiet))
  row(`the same while another caller asks for 2,000 by ${connections} connections`, words(attacked))
  row('the other caller meanwhile', `${heavy.answered} pages, ${heavy.refused} refusals`)
  ratioRow(
    'p99 of a list, while another caller asks / while nobody does',
    pairedRatio(p99(attacked), p99(quiet)),
    {
      atMost: 3,
    },
  )
}

/** Asks for a page again and again by all connections until it is stopped; says then what became of that. */
function startAttack(url: string, key: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const heavy = { answered: 0, refused: 0 }
  const over = new AbortController()
  const ask = async () => {
    while (!over.signal.aborted)
      await send(url, { agent, headers: bearer(key) }).then(
        () => (heavy.answered += 1),
        () => (heavy.refused += 1),
      )
  }
  const asking = Promise.all(Array.from({ length: connections }, ask))
  return {
    stop: async () => {
      over.abort()
      await asking
      agent.destroy()
      return heavy
    },
  }
}

const bearer = (key: string) => ({ authorization: `Bearer ${key}` })
