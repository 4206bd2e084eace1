import { setTimeout as sleep } from 'node:timers/promises'
import type { Engine } from './engine.ts'
import { type Found, findInPage, type Role, type Wanted } from './find-in-page.ts'
import { guardPress, pressLanded } from './press-guard.ts'

/** What is looked for: a role, the whole name or a pattern for it, and what it is inside of. */
export type Target = { readonly role: Role; readonly name?: string | RegExp; readonly within?: Target }

const timeoutMs = 60_000
const intervalMs = 40

/** The page of an engine, used as a person does: by what is shown, waiting until it is there. */
export class EnginePage {
  readonly engine: Engine
  private readonly origin: string

  constructor(engine: Engine, origin: string) {
    this.engine = engine
    this.origin = origin
  }

  async open(path: string): Promise<void> {
    await this.engine.goto(this.origin + path)
  }

  /** Everything shown that fits, as it stands now. */
  async all(target: Target): Promise<readonly Found[]> {
    return await this.engine.evaluate(findInPage, { wanted: wantedOf(target), reveal: false })
  }

  /** The first shown thing that fits; waits for it. */
  async first(target: Target): Promise<Found> {
    return await this.until(`${wordsOf(target)} is shown`, async () => (await this.all(target))[0])
  }

  /** Waits until nothing that fits is shown. */
  async gone(target: Target): Promise<void> {
    await this.until(`${wordsOf(target)} is gone`, async () => (await this.all(target)).length === 0)
  }

  /** Presses the middle of the first thing that fits, again where the page has moved under the press. */
  async press(target: Target): Promise<void> {
    await this.until(`${wordsOf(target)} is pressed`, async () => {
      const wanted = { wanted: wantedOf(target), reveal: true }
      const [found] = await this.engine.evaluate(findInPage, wanted)
      if (!found?.reachable) return false
      await this.engine.evaluate(guardPress, null)
      await this.engine.click({ x: found.x + found.width / 2, y: found.y + found.height / 2 })
      return await this.engine.evaluate(pressLanded, null)
    })
  }

  async button(name: string | RegExp, within?: Target): Promise<void> {
    await this.press({ role: 'button', name, ...(within && { within }) })
  }

  /** The address that stands in the address bar, without its origin. */
  async address(): Promise<string> {
    return await this.engine.evaluate(() => location.pathname + location.search, null)
  }

  /** Asks again and again until the answer is neither undefined nor false, and gives it. */
  async until<Answer>(what: string, ask: () => Promise<Answer | undefined | false>): Promise<Answer> {
    const deadline = Date.now() + timeoutMs
    for (;;) {
      const answer = await ask()
      if (answer !== undefined && answer !== false) return answer
      if (Date.now() > deadline) throw new Error(`Waited in vain until ${what}. ${await this.words()}`)
      await sleep(intervalMs)
    }
  }

  /** What the page says, for the message of a failure. */
  private async words(): Promise<string> {
    const words = await this.engine.evaluate(() => `${location.href}\n${document.body.innerText}`, null)
    return words.slice(0, 2_000)
  }
}

function wantedOf({ role, name, within }: Target): Wanted {
  const pattern = name instanceof RegExp ? { source: name.source, flags: name.flags } : name
  return { role, name: pattern ?? null, within: within ? wantedOf(within) : null }
}

function wordsOf({ role, name, within }: Target): string {
  return `${role} ${name ?? ''}${within ? ` in ${wordsOf(within)}` : ''}`
}
