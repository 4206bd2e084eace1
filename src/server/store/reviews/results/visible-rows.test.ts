import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/** Files that touch rows without asking who sees them, and why they need not. */
const others: Readonly<Record<string, string>> = {
  'create-rows.ts': 'makes the rows',
  'count-rows.ts': 'sets the counters of whole certifications',
  'demo-reviews.ts': 'takes the demonstration away',
  'expiry.ts': 'is a job of the system',
  'people-of-rows.ts': 'is asked only for those who see the whole',
  'supersede.ts': 'counts the changed rows of a certification for those who run it',
  'replace-reviewers.ts': 'changes the rows of a certification for those who run it',
}

test('whatever reads rows asks visibleRows, apart from what is named here with its reason', () => {
  const sources = readdirSync(import.meta.dirname).filter((name) => /^[\w-]+\.ts$/.test(name))
  const reading = sources.filter((name) => {
    const text = readFileSync(join(import.meta.dirname, name), 'utf8')
    return /\b(FROM|JOIN|UPDATE) result\b|'result'/.test(text) && !/\bvisibleRows\(/.test(text)
  })
  expect(reading.filter((name) => !(name in others))).toEqual([])
  expect(sources).toContain('result-list.ts')
})
