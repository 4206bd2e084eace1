import fc from 'fast-check'
import { expect, test } from 'vitest'
import { returnTarget } from './return-to.ts'

const origin = 'https://audit.example'
/** As many as for a change of it: `RETURN_RUNS=200000`. */
const runs = Number(process.env['RETURN_RUNS'] ?? 5000)

test.each([
  '/reviews/c-1/rows/48213?decision=none&q=a%2Fb%5Cc#x',
  '/reviews?q=DOMAIN%5Cuser&next=//elsewhere.example',
  '/activity/workflow-actions/a%252Fb/%23',
  '/?a=https://elsewhere.example',
  '/settings/sessions',
])('%s is kept whole', (target) => {
  expect(returnTarget(target, origin)).toBe(target)
})

test.each([
  undefined,
  7,
  ['/reviews'],
  '',
  'reviews',
  '//elsewhere.example/reviews',
  '/\\elsewhere.example',
  '/reviews/\\elsewhere.example',
  '/reviews\\c-1',
  '/%5Celsewhere.example',
  '/reviews/%5c%5celsewhere.example',
  '/%2f%2felsewhere.example',
  '/reviews/%2F/elsewhere.example',
  '/\t/elsewhere.example',
  '/reviews\r\nset-cookie: a=b',
  '/reviews/ä',
  '/.//elsewhere.example',
  '/reviews/..//elsewhere.example',
  '/reviews/%2e%2e//elsewhere.example',
  '/sign-in?to=%2Freviews',
  '/set-up',
  '/app/v1/session',
  '/auth/callback?code=x',
  'https://audit.example/reviews',
  `/reviews?${'a'.repeat(2048)}`,
])('%j leads home', (target) => {
  expect(returnTarget(target, origin)).toBe('/')
})

test('no generated text, near a valid one or not, leaves the origin, however it is resolved', () => {
  const parts = [
    '/ // \\ . .. @ : ? # %2f %5c %2e %00 ; & a 1 [ ] | ä % reviews activity exports sign-in elsewhere.example',
    'audit.example https: javascript: //elsewhere.example /reviews/c-1/rows/4',
  ]
  const part = fc.constantFrom(
    '\t',
    '\n',
    ' ',
    '\u2028',
    '\ud800',
    ...parts.flatMap((list) => list.split(' ')),
  )
  const near = fc.tuple(
    fc.constantFrom('/', '/reviews', '/reviews/', '', '/.'),
    fc.array(part, { maxLength: 8 }),
  )
  const text = fc.oneof(
    { weight: 8, arbitrary: near.map(([start, parts]) => start + parts.join('')) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  )
  let kept = 0
  fc.assert(
    fc.property(text, (target) => {
      const safe = returnTarget(target, origin)
      if (safe !== '/') kept++
      // As the browser reads the Location header at each of our addresses, and after one that a proxy has decoded.
      for (const base of [`${origin}/auth/callback`, `${origin}/sign-in?to=x`])
        for (const written of [safe, decoded(safe)])
          expect(new URL(written, base).origin, JSON.stringify([target, written])).toBe(origin)
      expect(safe).toMatch(/^\/(?![/\\])[\x21-\x7e]*$/)
      expect(returnTarget(safe, origin)).toBe(safe)
    }),
    { numRuns: runs },
  )
  expect(kept).toBeGreaterThan(runs / 100)
})

/** What decodes the path once, as some proxies do. */
function decoded(target: string): string {
  const [path = '', rest = ''] = target.split(/(?=[?#])(.*)/s)
  try {
    return decodeURIComponent(path) + rest
  } catch {
    return target
  }
}
