import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import puppeteer, { type KeyInput, type Page } from 'puppeteer-core'
import type { Engine, Json } from './engine.ts'

/** Starts Debian's Firefox without a window on the screen, driven over WebDriver BiDi. */
export async function startFirefox(): Promise<Engine> {
  // Firefox refuses to run as root in a home that belongs to somebody else.
  const home = mkdtempSync(join(tmpdir(), 'countersign-firefox-'))
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: '/usr/bin/firefox-esr',
    headless: true,
    defaultViewport: null,
    env: { ...process.env, HOME: home },
  })
  const [page = await browser.newPage()] = await browser.pages()
  const errors = collectErrors(page)
  return {
    goto: async (url) => void (await page.goto(url)),
    evaluate: <Given extends Json, Value>(run: (given: Given) => Value | Promise<Value>, given: Given) =>
      page.evaluate(run as (given: Json) => Value | Promise<Value>, given) as Promise<Value>,
    press: (key) => page.keyboard.press(key as KeyInput),
    type: (text) => page.keyboard.type(text),
    hover: ({ x, y }) => page.mouse.move(x, y),
    click: ({ x, y }) => page.mouse.click(x, y),
    resize: (size) => page.setViewport(size),
    screenshot: () => page.screenshot({ encoding: 'base64' }),
    takeErrors: async () => errors.splice(0),
    async close() {
      await browser.close()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** A list that grows with everything that goes wrong in a page. */
function collectErrors(page: Page): string[] {
  const errors: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => errors.push(`page: ${String(error)}`))
  page.on('response', (answer) => {
    if (answer.status() >= 400) errors.push(`answer: ${answer.status()} ${answer.url()}`)
  })
  return errors
}
