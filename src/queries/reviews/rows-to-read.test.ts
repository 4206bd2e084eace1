import { expect, test } from 'vitest'
import { rowsToRead } from './rows-to-read.ts'

const known = (first: number, last: number) => (position: number) => position >= first && position < last
const nothing = () => false

test('rows in view come first, then those below, then those above', () => {
  const asked = rowsToRead(100, 102, 1000, nothing)
  expect(asked.slice(0, 4)).toEqual([100, 101, 102, 103])
  expect([asked.at(-1), asked.length]).toEqual([99, 122])
})

test('ends with the list', () => {
  expect(rowsToRead(0, 2, 3, nothing)).toEqual([0, 1, 2])
  expect(rowsToRead(0, 0, 0, nothing)).toEqual([])
})

test('nothing is asked while twenty to each side are here; then sixty are', () => {
  expect(rowsToRead(100, 120, 1000, known(80, 140))).toEqual([])
  expect(rowsToRead(101, 121, 1000, known(80, 140))).toContain(180)
  expect(rowsToRead(99, 119, 1000, known(80, 140))).toContain(39)
  expect(rowsToRead(0, 20, 30, known(0, 30))).toEqual([])
})

test('whoever goes through a long list row by row asks seldom, and never comes to one that is not here', () => {
  const here = new Set<number>()
  let requests = 0
  for (let at = 0; at < 980; at += 1) {
    const asked = rowsToRead(at, at + 20, 1000, (position) => here.has(position))
    if (asked.length > 0) requests += 1
    for (const position of asked) here.add(position)
  }
  expect(requests).toBeLessThanOrEqual(25)
  expect(here.size).toBe(1000)
})
