import { setTimeout as sleep } from 'node:timers/promises'
import type { CDPSession } from 'playwright'

/** Where a pointer presses, in pixels of the window. */
export type Place = { readonly x: number; readonly y: number }

/** So long a press lasts, in milliseconds. */
const pressMs = 60

/**
 * A mouse that presses by a schedule. Each press carries the time at which it is due, so that a machine that falls behind
 * is not taken for a person who pauses.
 */
export class Pointer {
  private readonly devtools: CDPSession

  constructor(devtools: CDPSession) {
    this.devtools = devtools
  }

  /** Presses a place twice; the second press begins so many milliseconds after the first one's end. */
  async pressTwice(place: Place, gapMs: number): Promise<void> {
    let at = Date.now()
    for (const clickCount of [1, 2]) {
      await this.send('mousePressed', place, at, clickCount)
      at += pressMs
      await this.send('mouseReleased', place, at, clickCount)
      at += gapMs
    }
  }

  private async send(type: 'mousePressed' | 'mouseReleased', place: Place, at: number, clickCount: number) {
    await sleep(Math.max(0, at - Date.now()))
    await this.devtools.send('Input.dispatchMouseEvent', {
      type,
      ...place,
      button: 'left',
      clickCount,
      timestamp: at / 1000,
    })
  }
}
