import { expect, test, vi } from 'vitest'
import { createActivePosition } from './active-position.ts'

test('T05 no row is marked at first', () => {
  expect(createActivePosition().get()).toBeUndefined()
})

test('subscribers hear of each change of the mark, and of none where it stays', () => {
  const active = createActivePosition()
  const onChange = vi.fn<() => void>()
  const stop = active.subscribe(onChange)
  active.mark(3)
  active.mark(3)
  expect([active.get(), onChange.mock.calls.length]).toEqual([3, 1])
  active.mark(undefined)
  expect([active.get(), onChange.mock.calls.length]).toEqual([undefined, 2])
  stop()
  active.mark(4)
  expect(onChange).toHaveBeenCalledTimes(2)
})

test('a move scrolls, also to the row that is marked already; a mark does not', () => {
  const active = createActivePosition()
  const reveal = vi.fn<(position: number) => void>()
  const disconnect = active.connect({ reveal, focus: vi.fn(), firstInView: () => 7, isInView: () => true })
  active.mark(5)
  expect(reveal).not.toHaveBeenCalled()
  active.moveTo(5)
  active.moveTo(6)
  expect(reveal.mock.calls).toEqual([[5], [6]])
  expect([active.firstInView(), active.isInView(6)]).toEqual([7, true])
  disconnect()
  expect([active.firstInView(), active.isInView(6)]).toEqual([0, false])
})
