import type { OutboxStore, Write } from './outbox-store.ts'
import { within } from './waits.ts'

type Waiting = { readonly write: Write; readonly done: (written: boolean) => void }

/** A browser that has not answered by then, in milliseconds, is not waited for: the change is sent from memory. */
const maxWriteMs = 10_000

/** Writes changes to the device in order. Whatever is added during a write goes into the next one together. */
export class Writer {
  private waiting: Waiting[] = []
  private store: OutboxStore | undefined
  private started = false
  private running: Promise<void> | undefined
  private readonly afterPaint: () => Promise<void>

  /** `afterPaint` resolves when the window has drawn what stands in it: to write must not hold a decision's frame up. */
  constructor(afterPaint: () => Promise<void>) {
    this.afterPaint = afterPaint
  }

  /** Begins to write to a store; without one everything fails at once. Until then everything waits. */
  start(store: OutboxStore | undefined): void {
    this.store = store
    this.started = true
    if (this.waiting.length > 0) this.run()
  }

  /** Writes something after everything before it; resolves to whether the device has it. */
  add(write: Write): Promise<boolean> {
    return new Promise((done) => {
      this.waiting.push({ write, done })
      if (this.started) this.run()
    })
  }

  /** Resolves when nothing waits to be written. */
  async idle(): Promise<void> {
    await this.running
  }

  private run(): void {
    this.running ??= this.writeAll().finally(() => {
      this.running = undefined
    })
  }

  private async writeAll(): Promise<void> {
    while (this.waiting.length > 0) {
      await this.afterPaint()
      const batch = this.waiting.splice(0)
      const written = await this.write(batch)
      // Perhaps it is one of them that the browser has no room for.
      if (written || batch.length === 1) for (const { done } of batch) done(written)
      else for (const waiting of batch) waiting.done(await this.write([waiting]))
    }
  }

  /** Whether all of them were written. Whatever the reason, their owner is told, and sends them from memory. */
  private async write(batch: readonly Waiting[]): Promise<boolean> {
    try {
      const writing = this.store?.write(batch.map(({ write }) => write))
      if (writing) await within(maxWriteMs, writing)
      return writing !== undefined
    } catch {
      return false
    }
  }
}
