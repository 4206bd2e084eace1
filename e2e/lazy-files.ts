import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import type { people } from './screens/sign-in.ts'

type Chunk = {
  readonly file: string
  readonly isDynamicEntry?: true
  readonly imports?: readonly string[]
}

const manifest = join(import.meta.dirname, '../dist/web/.vite/manifest.json')
const chunks: Readonly<Record<string, Chunk>> = JSON.parse(readFileSync(manifest, 'utf8'))

/** The files of code that are fetched after the page itself, by the module that each begins with. */
export const lazyFiles: readonly (readonly [source: string, file: string])[] = Object.entries(chunks)
  .filter(([, { isDynamicEntry }]) => isDynamicEntry)
  .map(([source, { file }]) => [source, file] as const)

/** The modules of these files that other files import, so that they must not be fetched under two addresses. */
export const sharedSources: readonly string[] = lazyFiles
  .map(([source]) => source)
  .filter((source) => Object.values(chunks).some(({ imports }) => imports?.includes(source)))

/** Waits until the code of every screen and dialog that this person can reach has come in the browser's idle time. */
export async function allCodeFetched(page: Page, person: keyof typeof people): Promise<void> {
  // Who only reviews has no activity log; the others are never told so.
  const notTheirs = person === 'reviewer' ? /activity|workflow-actions/ : /not-for-you/
  const theirs = lazyFiles.filter(([source]) => !notTheirs.test(source))
  expect(theirs.length).toBeGreaterThan(5)
  const missing = async () => {
    const here = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name))
    return theirs.filter(([, file]) => !here.some((url) => url.endsWith(file)))
  }
  await expect.poll(missing).toEqual([])
}
