import { expect, test } from 'vitest'
import { givenAway } from './reassigned.ts'

const person = (id: string, name: string) => ({ user_type: 'local', id, name, email: `${id}@example.com` })
const ada = person('ada', 'Ada Lovelace')
const grace = person('grace', 'Grace Hopper')
const nikos = person('nikos', '')

test('T11 a row that its reader gave away says to whom', () => {
  expect(givenAway({ reviewers: [grace] }, ada)).toBe('Reassigned to Grace Hopper')
  expect(givenAway({ reviewers: [grace, nikos] }, ada)).toBe(
    'Reassigned to Grace Hopper and nikos@example.com',
  )
  expect(givenAway({ reviewers: [] }, ada)).toBe('Reassigned to nobody')
})

test('T11 a row that somebody else took away, or that the reader still has, says nothing of it', () => {
  expect(givenAway({ reviewers: [ada] }, ada)).toBeUndefined()
  expect(givenAway({ reviewers: [grace, ada] }, ada)).toBeUndefined()
  expect(givenAway(undefined, ada)).toBeUndefined()
  expect(givenAway({ reviewers: [grace] }, undefined)).toBeUndefined()
})
