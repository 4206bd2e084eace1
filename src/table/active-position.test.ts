import { expect, test, vi } from 'vitest'
import { createActivePosition } from './active-position.ts'

test('the active position tells of each move, and of none where it stays', () => {
  const active = createActivePosition()
  const told = vi.fn<() => void>()
  const stop = active.subscribe(told)
  active.set(3)
  active.set(3)
  expect([active.get(), told.mock.calls.length]).toEqual([3, 1])
  stop()
  active.set(4)
  expect(told).toHaveBeenCalledTimes(1)
})

test('another list begins at its first row, the same list goes on where it was', () => {
  const active = createActivePosition()
  active.begin('all')
  active.set(7)
  active.begin('all')
  expect(active.get()).toBe(7)
  active.begin('to decide')
  expect(active.get()).toBe(0)
})
