import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const server = fileURLToPath(new URL('../server/', import.meta.url))

/** Whether a text has a statement of SQL, written out or built, that names a table. */
function namesTables(text: string): boolean {
  const written = /\b(INSERT INTO|DELETE FROM|FROM|JOIN|UPDATE|ANALYZE|TRUNCATE|COPY) [a-z_.]+\b/
  return written.test(text) || /\.(selectFrom|insertInto|updateTable|deleteFrom|mergeInto)\(/.test(text)
}

test('tables and columns are named in the store only', () => {
  const files = readdirSync(server, { encoding: 'utf8', recursive: true }).filter(
    (path) => path.endsWith('.ts') && !/\.test(-helper|-d)?\.ts$/.test(path),
  )
  const naming = files.filter((path) => namesTables(readFileSync(join(server, path), 'utf8')))
  expect(naming.filter((path) => !path.startsWith('store/'))).toEqual([])
  expect(naming.length).toBeGreaterThan(30)
})

test.each([
  'SELECT result_id FROM result WHERE certification = $1',
  'UPDATE certification SET name = $1',
  "db.selectFrom('certification').select('number')",
])('a planted statement is seen: %s', (text) => {
  expect(namesTables(text)).toBe(true)
})
