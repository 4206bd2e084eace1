import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inject, test as base } from 'vitest'
import { prepareProgram, type Program } from '../program.ts'
import { EnginePage } from './engine-page.ts'
import { sizes } from './expect-whole.ts'
import { startChromium, startFirefox } from './puppeteer.ts'
import { startWebKit } from './webkit.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Which engine the tests of a project run in. */
    readonly engine: 'chromium' | 'firefox' | 'webkit'
  }

  interface TaskMeta {
    /** For the report: the engine that a test ran in. */
    engine?: string
  }
}

/** Where the page of a failed test is kept. */
const pictures = join(import.meta.dirname, '../../dist/browser-tests')
const start = { chromium: startChromium, firefox: startFirefox, webkit: startWebKit }

export const test = base
  // oxlint-disable-next-line eslint/no-empty-pattern -- vitest reads here what a fixture needs
  .extend('program', { scope: 'file' }, async ({}, { onCleanup }): Promise<Program> => {
    const program = await prepareProgram()
    onCleanup(() => program.remove())
    await program.demo(60, 200)
    await program.start()
    return program
  })
  .extend('page', { scope: 'file' }, async ({ program }, { onCleanup }) => {
    const engine = await start[inject('engine')]()
    onCleanup(() => engine.close())
    await engine.resize(sizes.wide)
    return new EnginePage(engine, program.url)
  })
  .extend('errors', { auto: true }, async ({ page, task, onTestFailed }, { onCleanup }) => {
    task.meta.engine = inject('engine')
    onTestFailed(async () => {
      mkdirSync(pictures, { recursive: true })
      const name = `${inject('engine')}-${task.name.replaceAll(/\W+/g, '-')}.png`
      writeFileSync(join(pictures, name), await page.engine.screenshot(), 'base64')
    })
    const errors = new ExpectedErrors()
    onCleanup(async () => errors.check(await page.engine.takeErrors()))
    return errors
  })

/** What may go wrong in the page during a test, because the test brings it about; anything else fails the test. */
class ExpectedErrors {
  private readonly patterns: RegExp[] = []

  expect(...patterns: readonly RegExp[]): void {
    this.patterns.push(...patterns)
  }

  check(found: readonly string[]): void {
    const unexpected = found.filter((error) => !this.patterns.some((pattern) => pattern.test(error)))
    if (unexpected.length > 0) throw new Error(`Errors in the page:\n${unexpected.join('\n')}`)
  }
}
