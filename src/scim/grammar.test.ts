import { expect, test, vi } from 'vitest'
import { corpus } from './corpus.test-helper.ts'
import { ScimError } from './error.ts'
import { parseByGrammar } from './grammar.test-helper.ts'
import { parse } from './parse.ts'
import { withoutSpans } from './trees.test-helper.ts'

// Thousands of cases: five seconds are not enough on a busy machine.
vi.setConfig({ testTimeout: 120_000 })

const seeds = [
  'title pr and userType eq "Employee"',
  'userType ne "Employee" and not(emails co "example.com" or emails.value co "example.org")',
  'emails[type eq "work" and value co "@example.com"] or ims [not (type eq "xmpp") and (b pr)]',
  'urn:ietf:params:scim:schemas:core:2.0:User:name.familyName sw "J"',
  'https://example.com/schemas/a%20b:x eq 1',
  'a eq -12 and b eq 1.5e+3 or c eq 0 and d NE -0.25E-2',
  'not pr or and eq true And or eq null oR pr pr',
  'manager.$ref eq "\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00"',
  '((a pr)) and (b pr\tor\r\nc pr)',
  'NOT ( not(a pr) )',
  'a eq "😀 é" and b gt "2011-05-13T04:42:34Z"',
  'not[type pr]',
]
const inserted = Array.from(' ()[]."\\:-$+_0aueE%,\t\u0000é')

/** The text and every text that differs from it in one place. */
function* mutations(text: string): Generator<string> {
  yield text
  for (let at = 0; at <= text.length; at++) {
    const [before, after] = [text.slice(0, at), text.slice(at)]
    yield before + after.slice(1)
    yield before + after.slice(0, 1) + after
    yield before + after.slice(1, 2) + after.slice(0, 1) + after.slice(2)
    const sign = inserted[(at * 7 + text.length) % inserted.length] ?? ''
    yield before + sign + after
    yield before + sign + after.slice(1)
  }
}

/** The parser's own verdict; a number that it refuses on purpose counts as no verdict. */
function verdict(text: string): { tree: unknown } | 'no verdict' {
  try {
    return { tree: withoutSpans(parse(text)) }
  } catch (error) {
    if (!(error instanceof ScimError)) throw error
    return error.code === 'inexactNumber' || error.code === 'tooDeep' ? 'no verdict' : { tree: undefined }
  }
}

test('the parser and a generated grammar agree on filters and on all their near misses', () => {
  const texts = new Set(
    [...seeds, ...corpus.map((one) => one.filter).filter((text) => text.length < 400)].flatMap((text) => [
      ...mutations(text),
    ]),
  )
  const differences: unknown[] = []
  const agreed = { filters: 0, refusals: 0 }
  for (const text of texts) {
    const own = verdict(text)
    if (own === 'no verdict') continue
    const other = parseByGrammar(text)
    if (JSON.stringify(own.tree) !== JSON.stringify(other)) differences.push({ text, own: own.tree, other })
    else if (other === undefined) agreed.refusals++
    else agreed.filters++
  }
  expect(differences.slice(0, 20)).toEqual([])
  expect(agreed.filters).toBeGreaterThan(500)
  expect(agreed.refusals).toBeGreaterThan(1000)
})
