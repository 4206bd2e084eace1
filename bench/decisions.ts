import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '#server/store/database/open.ts'
import { startDecisionServer } from './decision-server.ts'
import { bareTransaction, overHttp, statement, type Way, withRules } from './decision-ways.ts'
import { median, ms, pairedRatio, percentile, ratioRow, row } from './figures.ts'
import { type Build, thisBuild } from './program.ts'

/** How often each way has its turn, and before that without being counted. */
const turns = 70
const warmUp = 10
/** Decisions in a turn. */
const each = 50
/** As many as the page's outbox sends at a time. */
const pageLanes = 4
const quiet = { info: () => undefined, warn: () => undefined }

/**
 * Decides row after row of 50,000, each with its log entry, in ways that take turns: the statement by one client of the
 * database, the read and the rules before it, and HTTP as the page speaks it. The statement is held to a bare
 * transaction by the same driver on the same server, HTTP to the statement, and to HTTP of the commit before where its
 * build is given; of that only the server runs, so it has no other ways.
 */
export async function decisions(before: Build | undefined): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'countersign-decisions-'))
  const closing = [() => rm(dir, { recursive: true, force: true })]
  try {
    const start = async (build: Build, name: string) => {
      const server = await startDecisionServer(build, join(dir, name))
      closing.push(() => server.close())
      return server
    }
    const ours = await start(thisBuild, 'ours')
    const store = await openStore({ dataDir: ours.dataDir, applicationName: 'countersign bench', log: quiet })
    closing.push(() => store.close())
    const client = await ours.openClient()
    closing.push(() => client.end())
    const ways = new Map<WayName, Way>([
      ['bare', await bareTransaction(client, each * (warmUp + turns))],
      ['statement', statement(store, ours)],
      ['rules', withRules(store, ours)],
      ['http', overHttp(ours, 1)],
      ['lanes', overHttp(ours, pageLanes)],
    ])
    if (before) {
      // A server of its own for ours too: the other has more to do, and a larger database.
      const after = await start(thisBuild, 'after')
      const other = await start(before, 'before')
      ways.set('httpAfter', overHttp(after, 1)).set('lanesAfter', overHttp(after, pageLanes))
      ways.set('httpBefore', overHttp(other, 1)).set('lanesBefore', overHttp(other, pageLanes))
    }
    tell(await takeTurns(ways))
    const { taken, logged } = await ours.counts()
    row('entries in the log', String(logged), String(taken), logged === taken)
  } finally {
    for (const close of closing.toReversed()) await close()
  }
}

/** The ways by what they are called in the output. */
const names = {
  bare: 'a bare transaction of one UPDATE and one INSERT',
  statement: 'decision with its log entry, one statement, one client',
  rules: 'with the read of the row and the rules before it',
  http: 'over HTTP, one after the other',
  lanes: `over HTTP, ${pageLanes} at a time, as the page sends them`,
  httpAfter: 'beside the commit before, over HTTP, one after the other, ours',
  lanesAfter: `beside the commit before, over HTTP, ${pageLanes} at a time, ours`,
  httpBefore: 'beside the commit before, over HTTP, one after the other, before',
  lanesBefore: `beside the commit before, over HTTP, ${pageLanes} at a time, before`,
}
type WayName = keyof typeof names

/** Milliseconds of each decision of a turn, and decisions a second. */
type Turn = { readonly took: readonly number[]; readonly perSecond: number }
type Taken = ReadonlyMap<WayName, readonly Turn[]>

/** The ways one after the other, a few decisions at a time, so that a busy moment of the machine meets all of them. */
async function takeTurns(ways: ReadonlyMap<WayName, Way>): Promise<Taken> {
  const taken = new Map([...ways.keys()].map((name): [WayName, Turn[]] => [name, []]))
  for (let turn = -warmUp; turn < turns; turn += 1)
    for (const [name, { lanes, make }] of turn % 2 === 0 ? ways : [...ways].toReversed()) {
      const timed = await time(await make(each), lanes)
      if (turn >= 0) taken.get(name)?.push(timed)
    }
  return taken
}

/** Makes decisions, with so many under way at a time. */
async function time(decide: readonly (() => Promise<unknown>)[], lanes: number): Promise<Turn> {
  const took: number[] = []
  const waiting = decide.values()
  const lane = async () => {
    for (const one of waiting) {
      const before = performance.now()
      await one()
      took.push(performance.now() - before)
    }
  }
  const began = performance.now()
  await Promise.all(Array.from({ length: lanes }, lane))
  return { took, perSecond: (took.length / (performance.now() - began)) * 1000 }
}

function tell(taken: Taken): void {
  for (const [name, all] of taken) {
    const took = all.flatMap((one) => one.took)
    const rate = median(rates(all))
    row(names[name], `${rate.toFixed(0)}/s, p50 ${ms(median(took))}, p95 ${ms(percentile(took, 0.95))}`)
  }
  const ratio = (name: WayName, measure: WayName) =>
    pairedRatio(rates(taken.get(name) ?? []), rates(taken.get(measure) ?? []))
  row('rates and ratios', `medians of ${turns} turns of ${each} decisions`)
  ratioRow('the statement / a bare transaction', ratio('statement', 'bare'), { atLeast: 0.5 })
  ratioRow('over HTTP, one after the other / the statement', ratio('http', 'statement'), {
    atLeast: 0.3,
    goal: 0.5,
  })
  ratioRow(`over HTTP, ${pageLanes} at a time / the statement`, ratio('lanes', 'statement'), {
    atLeast: 0.75,
    goal: 1,
  })
  if (!taken.has('httpBefore'))
    return row('ours / before', 'left out; give a built checkout with --before DIR')
  ratioRow('over HTTP, one after the other, ours / before', ratio('httpAfter', 'httpBefore'), {
    atLeast: 0.9,
  })
  ratioRow(`over HTTP, ${pageLanes} at a time, ours / before`, ratio('lanesAfter', 'lanesBefore'), {
    atLeast: 0.9,
  })
}

/** Decisions a second, turn by turn. */
function rates(all: readonly Turn[]): number[] {
  return all.map(({ perSecond }) => perSecond)
}
