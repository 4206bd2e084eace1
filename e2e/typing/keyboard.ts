import { setTimeout as sleep } from 'node:timers/promises'
import type { CDPSession } from 'playwright'
import type { Stroke } from './strokes.ts'

/** Milliseconds from one repetition of a held key to the next. */
const repeatMs = 30

const shift = 8

/**
 * A keyboard that types by a schedule. Each key carries the time at which it is due, so that a machine that falls behind
 * is not taken for a person who pauses.
 */
export class Keyboard {
  private readonly devtools: CDPSession
  /** When the last key went down, in milliseconds since 1970. */
  private at = 0

  constructor(devtools: CDPSession) {
    this.devtools = devtools
  }

  /** Presses keys one after the other; the first one so long after now as its gap says. */
  async type(strokes: readonly Stroke[]): Promise<void> {
    this.at = Date.now()
    for (const stroke of strokes) await this.press(stroke)
  }

  private async press({ key, gapMs, repeats }: Stroke): Promise<void> {
    await this.due(gapMs)
    await this.down(key, false)
    for (let again = 0; again < repeats; again += 1) {
      await this.due(repeatMs)
      await this.down(key, true)
    }
    await this.devtools.send('Input.dispatchKeyEvent', {
      type: 'keyUp',
      ...factsOf(key),
      timestamp: this.seconds(),
    })
  }

  private async due(ms: number): Promise<void> {
    this.at += ms
    await sleep(Math.max(0, this.at - Date.now()))
  }

  private async down(key: string, autoRepeat: boolean): Promise<void> {
    const facts = factsOf(key)
    const type = facts.text === undefined ? 'rawKeyDown' : 'keyDown'
    await this.devtools.send('Input.dispatchKeyEvent', {
      type,
      ...facts,
      autoRepeat,
      timestamp: this.seconds(),
    })
  }

  private seconds(): number {
    return this.at / 1000
  }
}

type Facts = {
  readonly key: string
  readonly code: string
  readonly text?: string
  readonly modifiers: number
  readonly windowsVirtualKeyCode: number
}

const named: Readonly<Record<string, Facts>> = {
  Enter: { key: 'Enter', code: 'Enter', text: '\r', modifiers: 0, windowsVirtualKeyCode: 13 },
  ' ': { key: ' ', code: 'Space', text: ' ', modifiers: 0, windowsVirtualKeyCode: 32 },
  '?': { key: '?', code: 'Slash', text: '?', modifiers: shift, windowsVirtualKeyCode: 191 },
  ArrowDown: { key: 'ArrowDown', code: 'ArrowDown', modifiers: 0, windowsVirtualKeyCode: 40 },
}

/** What the browser is told of a key, on a keyboard of the United States. */
function factsOf(key: string): Facts {
  const known = named[key]
  if (known) return known
  const upper = key.toUpperCase()
  const isLetter = /^[A-Z]$/.test(upper)
  if (!isLetter && !/^\d$/.test(key)) throw new Error(`there is no key ${key} on this keyboard`)
  return {
    key,
    code: `${isLetter ? 'Key' : 'Digit'}${upper}`,
    text: key,
    modifiers: isLetter && key === upper ? shift : 0,
    windowsVirtualKeyCode: upper.charCodeAt(0),
  }
}
