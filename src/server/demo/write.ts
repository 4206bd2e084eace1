import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { actionEventKeys } from '#contract/activity/action-event.ts'
import type { ActionEventInput } from '../store/activity/load-action-events.ts'
import { type DemoWish, demoEvents } from './events.ts'

const linesAtOnce = 500

/** Writes the demonstration's events as NDJSON to a file, or to standard output for `-`. */
export async function writeDemo(wish: DemoWish, out: string, signal: AbortSignal): Promise<void> {
  const target = out === '-' ? process.stdout : createWriteStream(out)
  try {
    await pipeline(pieces(wish), target, { signal, end: out !== '-' })
  } catch (error) {
    // Whoever reads may have seen enough, as `head` does.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPIPE')) throw error
  }
}

function* pieces(wish: DemoWish): Generator<string> {
  let text = ''
  let lines = 0
  for (const event of demoEvents(wish)) {
    text += toLine(event)
    if (++lines % linesAtOnce > 0) continue
    yield text
    text = ''
  }
  if (text !== '') yield text
}

function toLine(event: ActionEventInput): string {
  return `${JSON.stringify(event, keys)}\n`
}

const keys = [...actionEventKeys]
