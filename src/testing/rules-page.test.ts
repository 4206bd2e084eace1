import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { rulesPage } from './rules-page.ts'

const file = fileURLToPath(new URL('../../docs/rules.md', import.meta.url))

test('docs/rules.md says what the rules say (UPDATE_RULES_PAGE=1 writes it anew)', () => {
  const page = rulesPage()
  if (process.env['UPDATE_RULES_PAGE'] === '1') writeFileSync(file, page)
  expect(readFileSync(file, 'utf8')).toBe(page)
})
