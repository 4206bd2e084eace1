import { decisions } from './decisions.ts'
import { benchImport } from './import.ts'
import { keys } from './keys.ts'
import { kill } from './kill.ts'
import { firstViews } from './page.ts'
import { paint } from './paint.ts'
import { queries } from './queries.ts'

/** The benchmarks by name; each prints its rows. `npm run bench` runs all, `npm run bench -- NAME …` some. */
const benchmarks: Readonly<Record<string, () => Promise<void>>> = {
  queries,
  decisions,
  import: () => benchImport((line) => console.log(line)),
  kill,
  page: firstViews,
  paint,
  keys,
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !(name in benchmarks))
if (unknown.length > 0) {
  console.error(`There is no such benchmark. There are: ${Object.keys(benchmarks).join(', ')}`)
  process.exit(2)
}
for (const [name, run] of Object.entries(benchmarks)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  console.log(`\n${name}`)
  await run()
}
