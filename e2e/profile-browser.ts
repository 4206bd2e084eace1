import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type BrowserContext, chromium } from '@playwright/test'

/** A browser as people have it: one process group over a profile on the disk, which outlives it. */
export type ProfileBrowser = {
  readonly context: BrowserContext
  /** SIGKILL to everything of it at once, as when the machine loses its power but not its disk. */
  kill(): Promise<void>
}

/** Starts the browser of the tests over a profile, which is made where there is none. */
export async function startProfileBrowser(profile: string): Promise<ProfileBrowser> {
  const program = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const args = [
    `--user-data-dir=${profile}`,
    '--remote-debugging-port=0',
    '--headless',
    '--disable-background-networking',
    '--no-first-run',
    '--window-size=1440,900',
    ...root,
    'about:blank',
  ]
  const child = spawn(program, args, { detached: true, stdio: ['ignore', 'ignore', 'pipe'] })
  const browser = await chromium.connectOverCDP(await addressOf(child))
  const [context] = browser.contexts()
  if (!context) throw new Error('the browser has no profile open')
  return {
    context,
    async kill() {
      const gone = once(child, 'exit')
      // The whole group: the browser with its storage, network and page processes.
      process.kill(-(child.pid ?? 0), 'SIGKILL')
      await gone
      await browser.close().catch(() => undefined)
    },
  }
}

/** The address that the browser says it can be driven at. */
async function addressOf(child: ChildProcess): Promise<string> {
  let words = ''
  if (!child.stderr) throw new Error('the browser says nothing')
  for await (const part of child.stderr) {
    words += String(part)
    const [, address] = /DevTools listening on (ws:\S+)/.exec(words) ?? []
    if (address) return address
  }
  throw new Error(`the browser did not start:\n${words}`)
}

/** All bytes of the databases that pages of a profile have on the disk. */
export function databaseFiles(profile: string): Buffer {
  const names = readdirSync(profile, { recursive: true, withFileTypes: true })
  const files = names.filter((entry) => entry.isFile() && entry.parentPath.includes('IndexedDB'))
  return Buffer.concat(files.map((entry) => readFileSync(join(entry.parentPath, entry.name))))
}

/** Whether a text stands anywhere in some bytes, in any form in which a browser keeps text. */
export function holdsText(bytes: Buffer, text: string): boolean {
  return (['utf8', 'utf16le', 'latin1'] as const).some((form) => bytes.includes(Buffer.from(text, form)))
}
