import { parseArgs } from 'node:util'
import { bulk } from './bulk.ts'
import { decisions } from './decisions.ts'
import { exports } from './exports.ts'
import { failures } from './failures.ts'
import { gathering } from './gathering.ts'
import { groupKeys } from './group-keys.ts'
import { groups } from './groups.ts'
import { growth } from './growth.ts'
import { benchImport } from './import.ts'
import { killBulk } from './kill-bulk.ts'
import { killExports } from './kill-exports.ts'
import { keys } from './keys.ts'
import { kill } from './kill.ts'
import { firstViews } from './page.ts'
import { paint } from './paint.ts'
import { buildOf, type Build } from './program.ts'
import { queries } from './queries.ts'
import { scim } from './scim.ts'
import { scroll } from './scroll.ts'
import { signIn } from './sign-in.ts'
import { starving } from './starving.ts'
import { summary } from './summary.ts'

/**
 * The benchmarks by name; each prints its rows. `npm run bench` runs all, `npm run bench -- NAME …` some. With
 * `--before DIR` some are measured beside the build of another checkout, round by round.
 */
const benchmarks: Readonly<Record<string, (before: Build | undefined) => void | Promise<void>>> = {
  queries,
  growth: () => growth(events),
  scim,
  failures,
  summary,
  decisions,
  import: () => benchImport((line) => console.log(line)),
  kill,
  'kill-exports': killExports,
  'kill-bulk': killBulk,
  bulk: () => bulk(3),
  exports: () => exports(events),
  starving,
  gathering,
  groups,
  'group-keys': groupKeys,
  'sign-in': signIn,
  page: firstViews,
  paint,
  scroll,
  keys,
}

const { values: options, positionals: wanted } = parseArgs({
  args: process.argv.slice(2),
  allowPositionals: true,
  options: { before: { type: 'string' }, events: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
})
if (options.help) {
  console.log(`Usage: npm run bench -- [NAME ...] [--before DIR]

Runs all benchmarks, or some: ${Object.keys(benchmarks).join(', ')}.
  --before DIR  measures the build of another checkout beside this one, where a benchmark can
  --events N    exports so many events in place of 1,000,000, and has growth measure so many beside them (10000000)`)
  process.exit(0)
}
const events = Number(options.events ?? 1_000_000)
if (!Number.isSafeInteger(events) || events < 1) {
  console.error('--events takes a number of events, such as 10000000')
  process.exit(2)
}
const unknown = wanted.filter((name) => !(name in benchmarks))
if (unknown.length > 0) {
  console.error(`There is no such benchmark. There are: ${Object.keys(benchmarks).join(', ')}`)
  process.exit(2)
}
const before = options.before === undefined ? undefined : buildOf(options.before)
for (const [name, run] of Object.entries(benchmarks)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  console.log(`\n${name}`)
  await run(before)
}
