import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { routes } from '#contract/routes.ts'

const file = fileURLToPath(new URL('../../docs/local-server-differences.md', import.meta.url))
const head = '| call | what it does |\n| --- | --- |\n'

/** The rows of the table of calls that no page of the vendor documents, from the contract. */
function rows(): string {
  const ours = Object.values(routes).filter(({ documented }) => documented === false)
  return ours
    .map(({ method, path, summary }) => `| \`${method} ${path}\` | ${summary.replaceAll('|', '\\|')} |\n`)
    .join('')
}

test('the page of differences lists every call that is ours alone (UPDATE_OURS_ALONE=1 writes it anew)', () => {
  const page = readFileSync(file, 'utf8')
  const [before = '', after = ''] = page.split(head)
  const listed = after.slice(0, after.search(/^(?!\|)/m))
  if (process.env['UPDATE_OURS_ALONE'] === '1')
    writeFileSync(file, before + head + rows() + after.slice(listed.length))
  else expect(listed).toBe(rows())
})
