import { expect, test } from 'vitest'
import { boundsOf } from './bounds.ts'
import { inWords } from './in-words.ts'
import { parse } from './parse.ts'

test.each([
  ['state eq "ERRORED"', 'state is "ERRORED"'],
  ['action_name co "say \\"a\\""', 'action name contains "say \\"a\\""'],
  ['started_at ge "2026-01-01T00:00:00Z"', 'started at is at or after "2026-01-01T00:00:00Z"'],
  ['jobs_started gt 3 or jobs_started le 1', 'jobs started is more than 3 or jobs started is at most 1'],
  ['source.cost_center ne null', 'source cost_center is there'],
  ['source.cost_center eq null and waypoint pr', 'source cost_center is not there and waypoint is there'],
  ['any_changes eq true and not (a sw "x")', 'any changes is true and not (a begins with "x")'],
  ['(a ew "x" or b ne "y") and c eq "z"', '(a ends with "x" or b is not "y") and c is "z"'],
  ['a[b lt "x"]', 'a has (b is before "x")'],
])('%s in words', (text, words) => {
  expect(inWords(parse(text))).toBe(words)
})

const [t1, t2, t3] = ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00.5Z', '2026-03-01T00:00:00Z'] as const
test.each([
  [`at ge "${t1}"`, t1, null],
  [`at gt "${t1}" and at lt "${t3}" and state eq "x"`, t1, t3],
  [`at ge "${t2}" and (at gt "${t1}" and at le "${t3}")`, t2, t3],
  [`at le "${t2}" and at lt "${t1}"`, null, t1],
  [`(at ge "${t1}" and at le "${t2}") or (at ge "${t2}" and at le "${t3}")`, t1, t3],
  [`at ge "${t1}" or state eq "x"`, null, null],
  [`not (at ge "${t1}")`, null, null],
  [`other ge "${t1}"`, null, null],
  [`at.sub ge "${t1}"`, null, null],
])('%s is from %s to %s', (text, from, to) => {
  expect(boundsOf(parse(text), 'at')).toEqual({ from, to })
})
