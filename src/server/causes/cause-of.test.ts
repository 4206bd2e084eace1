import { expect, test } from 'vitest'
import { causeOf } from './cause-of.ts'

const idOf = (...messages: string[]) => causeOf(messages).cause_id

test('events that differ in names and numbers alone have one cause, those that differ in a code another', () => {
  expect(idOf('user "ana" is locked')).toBe(idOf('User "bob" is locked.'))
  expect(idOf('error, data 532')).not.toBe(idOf('error, data 775'))
  expect(idOf('attempt 1 failed')).toBe(idOf('attempt 2 failed'))
})

test('the first message that says anything counts; none is a cause of its own', () => {
  expect(idOf(' ', 'is locked', 'in the second place')).toBe(idOf('is locked'))
  expect(idOf()).toBe(idOf('', ' '))
  expect(idOf()).not.toBe(idOf('is locked'))
})

test('whom the event is about says nothing of its cause, with or without quotes', () => {
  const idFor = (message: string, ...known: string[]) => causeOf([message], known).cause_id
  expect(idFor('Zażółć Gęś is locked', 'Zażółć Gęś')).toBe(idFor('MEIER-7 (x) is locked', 'meier-7 (x)'))
  expect(idFor('mailbox of ana@example.com is full', 'ana')).toBe(idFor('mailbox of "bob" is full'))
  // Inside a longer word it is not the name, and a very short one may be any word.
  expect(idFor('Lockedness', 'Locked')).not.toBe(idFor('Openness', 'Open'))
  expect(idFor('all is lost', 'is')).not.toBe(idFor('all was lost', 'was'))
})
