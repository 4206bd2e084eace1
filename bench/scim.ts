import { performance } from 'node:perf_hooks'
import { parse as parseOfPackage } from 'scim2-parse-filter'
import { ScimError } from '#scim/error.ts'
import { type Limits, parse } from '#scim/parse.ts'
import { hostileFilters } from '#testing/hostile-filters.ts'
import { median, ms, pairedRatio, ratioRow, row } from './figures.ts'

const rounds = 15
const warmUp = 3
/** So many texts, no two the same: a regular expression remembers what it answered of the last one. */
const variants = 100
const unlimited: Limits = { length: Infinity, depth: Infinity, clauses: Infinity }
const since = 'started_at ge "2026-10-21T00:00:00Z"'

/** Filters as they are asked for, by what they are, and how often all their variants are read in a round. */
const samples: Readonly<
  Record<string, { readonly times: number; readonly text: (variant: number) => string }>
> = {
  'one clause': { times: 100, text: (variant) => `identity_name eq "Person ${variant}"` },
  'four clauses': {
    times: 40,
    text: (variant) =>
      `state eq "ERRORED" and workflow_name eq "Joiner ${variant}" and ${since} and identity_name co "an"`,
  },
  'five clauses in groups': {
    times: 30,
    text: (variant) =>
      `(state eq "ERRORED" or state eq "ABANDONED") and not (workflow_name sw "Leaver ${variant}") and (${since} or identity_name co "an")`,
  },
  '200 clauses': {
    times: 1,
    text: (variant) =>
      Array.from({ length: 200 }, (_, at) => `identity_id eq "u${variant}${at}"`).join(' or '),
  },
}

/** How long filters that are meant to take long are; the last is ten times the first. */
const sizes = [200, 400, 2_000]

/**
 * Reading a filter, beside the npm package scim2-parse-filter in turns; and filters on which parsers hang, which must
 * take ours no longer than their length says. Those are read without the caps that the server has.
 */
export function scim(): void {
  for (const [what, { times, text }] of Object.entries(samples)) {
    const texts = Array.from({ length: variants }, (_, variant) => text(variant))
    const took: Record<'ours' | 'package', number[]> = { ours: [], package: [] }
    for (let round = -warmUp; round < rounds; round += 1) {
      const ours = timeOfEach(texts, times, (filter) => parse(filter))
      const ofPackage = timeOfEach(texts, times, parseOfPackage)
      if (round < 0) continue
      took.ours.push(ours)
      took.package.push(ofPackage)
    }
    row(
      `${what}, read by us and by scim2-parse-filter`,
      `${us(median(took.ours))}, ${us(median(took.package))}`,
    )
    ratioRow(`${what}, scim2-parse-filter / ours`, pairedRatio(took.package, took.ours), { atLeast: 2 })
  }
  for (const [what, filterOf] of Object.entries(hostileFilters)) hostile(what, sizes.map(filterOf))
  newlines()
}

/** What one of the texts takes, in milliseconds. */
function timeOfEach(texts: readonly string[], times: number, read: (text: string) => unknown): number {
  const began = performance.now()
  for (let time = 0; time < times; time += 1) for (const text of texts) read(text)
  return (performance.now() - began) / (times * texts.length)
}

function hostile(what: string, texts: readonly string[]): void {
  const took = texts.map((): number[] => [])
  for (let round = -warmUp; round < rounds; round += 1)
    for (const [at, text] of texts.entries()) {
      const each = timeOfEach([text], Math.ceil(400_000 / text.length), readOrRefuse)
      if (round >= 0) took[at]?.push(each)
    }
  const [once = [], , tenfold = []] = took
  row(`${what}, ${sizes.join(', ')} long`, took.map((times) => us(median(times))).join(', '))
  ratioRow(`${what}, ten times as long`, pairedRatio(tenfold, once), { atMost: 15 })
}

function readOrRefuse(text: string): void {
  try {
    parse(text, unlimited)
  } catch (error) {
    if (!(error instanceof ScimError)) throw error
  }
}

/** Why the package cannot stand behind a public filter: each newline in a string that does not end doubles its time. */
function newlines(): void {
  const filterOf = hostileFilters['an unclosed string of newlines']
  if (!filterOf) throw new Error('there is no filter of newlines')
  const times = [18, 20, 22].map((size) => {
    const began = performance.now()
    try {
      parseOfPackage(filterOf(size))
    } catch {
      // It refuses it in the end; how long that takes is the figure.
    }
    return ms(performance.now() - began)
  })
  row('an unclosed string of 18, 20, 22 newlines, scim2-parse-filter', times.join(', '))
}

/** Microseconds with one decimal place. */
function us(figure: number): string {
  return `${(figure * 1000).toFixed(1)} µs`
}
