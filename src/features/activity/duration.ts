import { parseInstant } from '#std/instant.ts'

const NS = {
  ms: 1_000_000n,
  second: 1_000_000_000n,
  minute: 60_000_000_000n,
  hour: 3_600_000_000_000n,
  day: 86_400_000_000_000n,
}

/** Nanoseconds from one RFC 3339 time to another, negative when the second comes first; undefined when either is unknown. */
export function elapsed(from: string | null, to: string | null): bigint | undefined {
  const start = from === null ? undefined : parseInstant(from)
  const end = to === null ? undefined : parseInstant(to)
  return start && end && end.ns - start.ns
}

/** A duration in nanoseconds as people say it, in its two largest units: `820 ms`, `3.3 s`, `4 min 5 s`, `2 d 4 h`. */
export function formatDuration(ns: bigint): string {
  if (ns < 0n) return `−${formatDuration(-ns)}`
  if (ns === 0n) return '0 s'
  if (ns < NS.ms) return '< 1 ms'
  if (ns < NS.second) return `${ns / NS.ms} ms`
  if (ns < NS.minute) return `${ns / NS.second}.${(ns % NS.second) / (100n * NS.ms)} s`
  if (ns < NS.hour) return `${ns / NS.minute} min ${(ns % NS.minute) / NS.second} s`
  if (ns < NS.day) return `${ns / NS.hour} h ${(ns % NS.hour) / NS.minute} min`
  return `${ns / NS.day} d ${(ns % NS.day) / NS.hour} h`
}

/** A duration in nanoseconds as seconds, with every digit that is known of it. */
export function exactDuration(ns: bigint): string {
  if (ns < 0n) return `−${exactDuration(-ns)}`
  const digits = String(ns % NS.second)
    .padStart(9, '0')
    .replace(/0+$/, '')
  return `${ns / NS.second}${digits && '.'}${digits} s`
}
