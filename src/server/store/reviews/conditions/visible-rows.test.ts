import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'

/** Files that touch rows without asking who sees them, and why they need not. */
const others: Readonly<Record<string, string>> = {
  'create-rows.ts': 'makes the rows',
  'compare-rows.ts': 'compares rows that are being made',
  'many-rows.ts': 'sets the counters of whole certifications',
  'demo-reviews.ts': 'takes the demonstration away',
  'bulk-rows.ts': 'writes down rows of a bulk change that were read as rows one sees',
  'ending.ts': 'counts the rows of a certification for those who run it',
  'note-peers.ts': 'counts what peers hold when rows are made',
  'expiry.ts': 'is a job of the system',
  'played-rows.ts': 'makes the demonstration',
  'people-of-rows.ts': 'is asked only for those who see the whole',
  'supersede.ts': 'counts the changed rows of a certification for those who run it',
  'give-rows.ts': 'changes the rows of a certification for those who run it',
}

test('whatever reads rows asks visibleRows, apart from what is named here with its reason', () => {
  const folder = join(import.meta.dirname, '..')
  const paths = readdirSync(folder, { encoding: 'utf8', recursive: true })
  const sources = paths.filter((path) => /^[\w/-]+\.ts$/.test(path))
  const reading = sources.filter((path) => {
    const text = readFileSync(join(folder, path), 'utf8')
    return /\b(FROM|JOIN|UPDATE) result\b|'result'/.test(text) && !/\bvisibleRows\(/.test(text)
  })
  expect(reading.filter((path) => !(basename(path) in others))).toEqual([])
  expect(sources).toContain('results/result-list.ts')
})
