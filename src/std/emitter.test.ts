import { expect, test } from 'vitest'
import { createEmitter, createKeyedEmitter } from './emitter.ts'

test('whoever has subscribed is called until they stop', () => {
  const { subscribe, emit } = createEmitter<[number]>()
  const calls: string[] = []
  const stop = subscribe((value) => calls.push(`first ${value}`))
  subscribe((value) => calls.push(`second ${value}`))
  emit(1)
  stop()
  emit(2)
  expect(calls).toEqual(['first 1', 'second 1', 'second 2'])
})

test('whoever has subscribed to a key is called for that key alone until they stop', () => {
  const { subscribe, emit } = createKeyedEmitter<number>()
  const calls: string[] = []
  const stop = subscribe(1, () => calls.push('first'))
  subscribe(1, () => calls.push('second'))
  subscribe(2, () => calls.push('other'))
  emit(1)
  stop()
  emit(1)
  emit(3)
  expect(calls).toEqual(['first', 'second', 'second'])
})
