import { expect, test } from 'vitest'
import { createEmitter } from './emitter.ts'

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
