import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { freePort } from '../free-port.ts'
import type { Engine, Json, NamedKey, Point } from './engine.ts'
import { openSession, type WebDriverSession } from './webdriver.ts'
import { pageErrors } from './page-errors.ts'

/** Starts WebKitGTK's MiniBrowser on a virtual screen of its own, driven by WebKitWebDriver. */
export async function startWebKit(): Promise<Engine> {
  const { screen, display } = await startScreen()
  const port = await freePort()
  const driver = spawn('WebKitWebDriver', [`--port=${port}`], {
    env: { ...process.env, DISPLAY: display },
    stdio: 'ignore',
  })
  const stop = async () => {
    await end(driver)
    await end(screen)
  }
  try {
    const session = await openSession(`http://127.0.0.1:${port}`, {
      browserName: 'MiniBrowser',
      'webkitgtk:browserOptions': {
        args: ['--automation', '--javascript-can-open-windows-automatically=true'],
      },
    })
    await openBareWindow(session)
    return engineOf(session, stop)
  } catch (error) {
    await stop()
    throw error
  }
}

/**
 * An X server without a screen, and the name that programs find it by. Its own pointer stands in the middle, which is
 * outside the window: the browser would tell the page of it at each change of the window's size.
 */
async function startScreen(): Promise<{ screen: ChildProcess; display: string }> {
  const args = ['-displayfd', '3', '-screen', '0', '3200x2400x24', '-nolisten', 'tcp']
  const screen = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  const [number] = await once(screen.stdio[3] as Readable, 'data')
  return { screen, display: `:${String(number).trim()}` }
}

/** Goes on in a window without a toolbar: the one of the first window keeps it from being narrower than 447 pixels. */
async function openBareWindow(session: WebDriverSession): Promise<void> {
  const [first] = await session.send<string[]>('GET', '/window/handles')
  const script = 'window.open("about:blank", "_blank", "popup,noopener,width=800,height=600")'
  await session.send('POST', '/execute/sync', { script, args: [] })
  const handles = await session.send<string[]>('GET', '/window/handles')
  const handle = handles.find((one) => one !== first)
  await session.send('POST', '/window', { handle })
}

function engineOf(session: WebDriverSession, stop: () => Promise<void>): Engine {
  const errors: string[] = []
  const keys = (actions: readonly object[]) =>
    session.send<void>('POST', '/actions', { actions: [{ type: 'key', id: 'keyboard', actions }] })
  const pointer = (actions: readonly object[]) =>
    session.send<void>('POST', '/actions', { actions: [{ type: 'pointer', id: 'mouse', actions }] })
  const engine: Engine = {
    async goto(url) {
      await session.send('POST', '/url', { url })
      await engine.evaluate(() => null, null)
    },
    async evaluate<Given extends Json, Value>(run: (given: Given) => Value | Promise<Value>, given: Given) {
      // What goes wrong is collected in the page, since this driver tells nothing of the console.
      const script = `const errors = (${pageErrors.toString()})(); const run = ${run.toString()}
        return Promise.resolve(run(arguments[0])).then((value) => [value, errors.splice(0)])`
      const sent = { script, args: [given] }
      const [value, found] = await session.send<[Value, string[]]>('POST', '/execute/sync', sent)
      errors.push(...found)
      return value
    },
    press: (key) => keys(keystroke(key)),
    type: (text) => keys([...text].flatMap(keystroke)),
    hover: (point) => pointer([moveTo(point)]),
    click: (point) => pointer([moveTo(point), ...pressAndRelease]),
    async resize({ width, height }) {
      await session.send('POST', '/window/rect', { width, height })
    },
    screenshot: () => session.send('GET', '/screenshot'),
    async takeErrors() {
      await engine.evaluate(() => null, null)
      return errors.splice(0)
    },
    async close() {
      await session.send('DELETE', '')
      await stop()
    },
  }
  return engine
}

/** The protocol writes keys that are no characters as characters of a private range. */
const keyCodes: Readonly<Record<NamedKey, string>> = {
  ArrowDown: '\uE015',
  ArrowUp: '\uE013',
  Enter: '\uE007',
  Escape: '\uE00C',
  Tab: '\uE004',
}

function keystroke(key: string): readonly object[] {
  const value = new Map<string, string>(Object.entries(keyCodes)).get(key) ?? key
  return [
    { type: 'keyDown', value },
    { type: 'keyUp', value },
  ]
}

function moveTo({ x, y }: Point): object {
  return { type: 'pointerMove', x: Math.round(x), y: Math.round(y) }
}

const pressAndRelease = [
  { type: 'pointerDown', button: 0 },
  { type: 'pointerUp', button: 0 },
]

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  await gone
}
