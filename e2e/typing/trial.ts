import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, BrowserContext, Page, Request } from 'playwright'
import { ReviewsApi } from '../reviews-api.ts'
import { startSession } from '../start-session.ts'
import { Keyboard } from './keyboard.ts'
import type { Stroke } from './strokes.ts'

/** Longer than commands wait after a dialog has closed. */
const pauseMs = 400

/** One page in which somebody types, and what has to be watched while they do. */
export class Trial {
  readonly page: Page
  readonly api: ReviewsApi
  /** Requests that change something, as `PUT /path`, in their order. */
  readonly changes: string[] = []
  private readonly keyboard: Keyboard
  private readonly context: BrowserContext
  private waiting = 0
  private letGo = () => {}

  private constructor(context: BrowserContext, page: Page, keyboard: Keyboard) {
    this.context = context
    this.page = page
    this.keyboard = keyboard
    this.api = new ReviewsApi(page)
    page.on('request', (request) => {
      if (request.method() === 'GET') return
      this.waiting += 1
      this.changes.push(`${request.method()} ${new URL(request.url()).pathname}`)
    })
    const ended = (request: Request) => {
      if (request.method() !== 'GET') this.waiting -= 1
    }
    page.on('requestfinished', ended)
    page.on('requestfailed', ended)
  }

  /** Opens an address for somebody who is signed in, and waits until the rows stand and have the focus. */
  static async open(browser: Browser, state: SignedIn, url: string, options: Options): Promise<Trial> {
    const context = await browser.newContext({ storageState: state, viewport: { width: 1440, height: 900 } })
    const page = await context.newPage()
    const trial = new Trial(context, page, new Keyboard(await context.newCDPSession(page)))
    if (options.held) await trial.hold(options.held)
    if (options.silent) await page.route(/\/changes(\?|$)/, async (route) => await route.abort())
    await page.addInitScript(noteFirstEnter)
    await page.addInitScript(rememberReasons)
    await page.goto(url)
    await page.locator('[data-grid]:focus').waitFor()
    await page.getByRole('button', { name: 'Keys', exact: true }).waitFor()
    await page.locator('[data-index="8"] button').first().waitFor({ state: 'attached' })
    trial.changes.length = 0
    return trial
  }

  /** Types keys; returns when the last one has come up. */
  async type(strokes: readonly Stroke[]): Promise<void> {
    await this.keyboard.type(strokes)
  }

  /** Presses a key at once. */
  async press(key: string): Promise<void> {
    await this.keyboard.type([{ key, gapMs: 0, repeats: 0 }])
  }

  /** Waits as somebody who reads: longer than commands wait. */
  async pause(): Promise<void> {
    await sleep(pauseMs)
  }

  /** Lets the code that was held back come, so many milliseconds from now. */
  release(ms: number): void {
    setTimeout(this.letGo, ms)
  }

  /** Waits until nothing is on its way to the server and nothing more comes of what was typed. */
  async settle(): Promise<void> {
    for (let calm = 0; calm < 4; calm += 1) {
      await sleep(100)
      const unsent = await this.page.getByText(/on this device$/).count()
      if (this.waiting > 0 || unsent > 0) calm = 0
    }
  }

  /** What the field had when Enter was pressed in it for the first time, or has now where none was. */
  async typed(): Promise<string> {
    return await this.page.evaluate(() => {
      const first: unknown = Reflect.get(window, 'firstEnter')
      const field = document.activeElement
      const isField = field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement
      return typeof first === 'string' ? first : isField ? field.value : ''
    })
  }

  async close(): Promise<void> {
    this.letGo()
    await this.context.close()
  }

  private async hold(code: RegExp): Promise<void> {
    const held = new Promise<void>((done) => {
      this.letGo = done
    })
    await this.context.route(code, async (route) => {
      await held
      await route.continue()
    })
  }
}

type Options = {
  /** Code that is held back until `release`. */
  readonly held: RegExp | undefined
  /** Whether nothing tells the page of what others do. */
  readonly silent: boolean
}

/** Cookies and storage of somebody who is signed in. */
export type SignedIn = Awaited<ReturnType<BrowserContext['storageState']>>

/** Signs somebody of the demonstration in, and gives what another page needs to be them. */
export async function signedIn(browser: Browser, url: string, name: string): Promise<SignedIn> {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(`${url}/healthz`)
  await page.evaluate(startSession, name)
  const state = await context.storageState()
  await context.close()
  return state
}

/** Runs in the page: remembers what a field held when Enter was pressed in it for the first time. */
function noteFirstEnter(): void {
  addEventListener(
    'keydown',
    ({ key, target }) => {
      const isField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
      if (key === 'Enter' && isField && !Reflect.has(window, 'firstEnter'))
        Reflect.set(window, 'firstEnter', target.value)
    },
    { capture: true },
  )
}

/** Runs in the page: whoever is signed in has given reasons before, so that dialogs have notes to choose from. */
function rememberReasons(): void {
  const [, user_type, id] = (localStorage.getItem('countersign.session') ?? '').split(' ')
  for (const action of ['accept', 'reject', 'note'])
    sessionStorage.setItem(
      `countersign.reasons.${user_type}.${id}.${action}`,
      JSON.stringify(['An earlier note.']),
    )
}
