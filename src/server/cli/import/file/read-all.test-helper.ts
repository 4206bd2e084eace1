import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openInput } from './input.ts'
import { actionEvents } from '../events/event-kind.ts'
import type { Kind } from './kind.ts'
import { RowReader } from './reader.ts'
import { Rejects } from './rejects.ts'

type Rejected = {
  readonly line: number
  readonly field: string
  readonly error: string
  readonly text: string
}

/** A directory that goes with the test. */
export function temporaryDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'countersign-import-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

/** Reads a file of action events as the import does: the events, and its rejects as their file has them. */
export async function readAll(name: string, content: string | Uint8Array) {
  const { rows: events, ...rest } = await readAllRows(actionEvents, name, content)
  return { events, ...rest }
}

/** The same for rows of any kind. */
export async function readAllRows<T extends object>(
  kind: Kind<T>,
  name: string,
  content: string | Uint8Array,
) {
  const path = join(temporaryDir(), name)
  writeFileSync(path, content)
  const input = await openInput(path)
  const rejectsPath = `${path}.rejects.ndjson`
  const rejects = new Rejects(rejectsPath)
  const reader = new RowReader(kind, input, rejects, { signal: new AbortController().signal })
  const rows: T[] = []
  try {
    await reader.begin()
    for await (const batch of reader.batches()) rows.push(...batch.map(({ row }) => row))
  } finally {
    input.close()
  }
  const told = await rejects.close()
  return { rows, rejected: readRejects(rejectsPath), told, lines: reader.lines, sha256: input.sha256() }
}

/** The lines of a rejects file; none when there is no such file. */
export function readRejects(path: string): Rejected[] {
  if (!existsSync(path)) return []
  const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean)
  return lines.map((line) => JSON.parse(line) as Rejected)
}

/** A line of NDJSON with all that is required, and what a test wants different; `undefined` leaves a key out. */
export function eventLine(given: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    policy_task: 'task-1',
    action_name: 'Sync AD user',
    action_type: 'SYNC_IDENTITIES',
    state: 'COMPLETED',
    ...given,
  })
}
