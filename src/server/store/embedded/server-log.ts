import { closeSync, existsSync, openSync, readSync, renameSync, statSync } from 'node:fs'

const limit = 10 * 2 ** 20

/** Opens PostgreSQL's log for appending (0600) and returns its descriptor. Past 10 MB the old one is kept as `.1`. */
export function openLog(path: string): number {
  if (sizeOf(path) > limit) renameSync(path, `${path}.1`)
  return openSync(path, 'a', 0o600)
}

/** Returns the size of the log in bytes, 0 without one. */
export function sizeOf(path: string): number {
  return existsSync(path) ? statSync(path).size : 0
}

/** Returns the complaints that PostgreSQL wrote to its log after the given byte. */
export function complaintsSince(path: string, start: number): string {
  const buffer = Buffer.alloc(8192)
  const file = openSync(path, 'r')
  const length = readSync(file, buffer, 0, buffer.length, start)
  closeSync(file)
  const lines = buffer.toString('utf8', 0, length).split('\n')
  return lines.filter((line) => /\b(?:FATAL|PANIC|HINT)\b|: error|cannot|could not/.test(line)).join(' ')
}
