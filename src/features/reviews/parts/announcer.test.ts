import { expect, test } from 'vitest'
import { aPerson, aResult } from '#testing/result.ts'
import { eventText } from './announcer.tsx'

const doneBy = (id: string) => ({
  kind: 'already so' as const,
  id: 0,
  current: { value: aResult({ updated_by: aPerson(id) }), entries: [] },
})

test('T34 who had done the same is told apart from oneself in another window', () => {
  expect(eventText(doneBy('ana'), aPerson('ana'))).toBe('You had done the same already in another window.')
  const another = 'Somebody else had done the same already; theirs stands.'
  expect(eventText(doneBy('bob'), aPerson('ana'))).toBe(another)
  expect(eventText(doneBy('ana'), undefined)).toBe(another)
})
