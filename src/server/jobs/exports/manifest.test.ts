import { expect, test } from 'vitest'
import { aUser } from '#testing/review-data.ts'
import { type ManifestParts, manifestText } from './manifest.ts'

const counts = { guarded_cells: 0, cut_cells: 0, bytes: 20, sha256: 'a', chunk_sha256: ['a'] }
const csv = { ...counts, kind: 'csv', name: 'a.csv', holds: 'rows', rows: 2, newlines: 3 } as const
const jsonl = { ...counts, kind: 'jsonl', name: 'a.jsonl', holds: 'rows, exact values', rows: 2 } as const
const parts: ManifestParts = {
  run: { id: 'x', created_at: '2026-11-29T00:00:00.000Z', attempt: 1 },
  kind: 'ACTION_EVENTS',
  key_id: 'k',
  made_by: { ...aUser('ana'), alternate_email: 'secret@example.com' },
  snapshot_at: '2026-11-29T00:00:00.000001Z',
  query: {},
  rows: {
    written: 2,
    counted: 2,
    reconciled_with: { what: 'rows', count: 2 },
    first_key: null,
    last_key: null,
  },
  files: [csv, { ...jsonl, newlines: 2 }],
}

test('a manifest is JSON of lines, and has of a person what says who they are', () => {
  const text = manifestText(parts)
  expect(text).toMatch(/^{\n {2}"format": "countersign-export",\n {2}"format_version": 1,[^]*\n}\n$/)
  expect(text).not.toContain('secret')
})

test.each<[string, Partial<ManifestParts>]>([
  ['2 rows were written of 3', { rows: { ...parts.rows, counted: 3 } }],
  ['but 1 are the rows', { rows: { ...parts.rows, reconciled_with: { what: 'rows', count: 1 } } }],
  ['a.csv has 1 rows of 2', { files: [{ ...csv, rows: 1 }] }],
  ['a.jsonl has 3 lines of 2', { files: [csv, { ...jsonl, newlines: 3 }] }],
])('there is none where %s', (message, change) => {
  expect(() => manifestText({ ...parts, ...change })).toThrow(message)
})
