import { elapsed } from '../duration.ts'

const second = 1_000_000_000n
const units = [
  { name: 'day', ns: 86_400n * second },
  { name: 'hour', ns: 3_600n * second },
  { name: 'minute', ns: 60n * second },
  { name: 'second', ns: second },
] as const

/** A duration in nanoseconds in whole units of one kind, as people say it: `14 minutes`, `less than a second`. */
export function spanText(ns: bigint): string {
  const unit = units.find((known) => ns >= known.ns)
  if (!unit) return 'less than a second'
  const count = ns / unit.ns
  return `${count} ${unit.name}${count === 1n ? '' : 's'}`
}

/** When a second RFC 3339 time is, beside a first: `14 minutes later`, `at the same time`, `at an unknown time`. */
export function whenText(from: string | null, to: string | null): string {
  const ns = elapsed(from, to)
  if (ns === undefined) return 'at an unknown time'
  if (ns === 0n) return 'at the same time'
  return ns > 0n ? `${spanText(ns)} later` : `${spanText(-ns)} earlier`
}
