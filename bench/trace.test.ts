import { expect, test } from 'vitest'
import { readTrace, workByFrame } from './trace.ts'

const task = (start: number, end: number, processor = end - start) => ({ start, end, processor })

test('the work of a frame begins with the task of its mark, and ends before the task of the next', () => {
  const tasks = [task(0, 5), task(10, 14), task(15, 16), task(20, 30, 4), task(30, 31), task(40, 45)]
  // The first task is before any frame, the last one holds the mark that ends it.
  expect(workByFrame({ marks: new Map(), tasks }, [12, 25, 41])).toEqual([5, 5])
})

test('a frame without tasks has no work, and one mark makes no frame', () => {
  expect(workByFrame({ marks: new Map(), tasks: [task(0, 1), task(8, 9)] }, [0.5, 3, 4, 8.5])).toEqual([
    1, 0, 0,
  ])
  expect(workByFrame({ marks: new Map(), tasks: [task(0, 1)] }, [0.5])).toEqual([])
})

test('a task in a task counts once, and of other threads nothing', () => {
  const event = { cat: 'toplevel', name: 'ThreadControllerImpl::RunTask', ph: 'X', pid: 1, tid: 1 }
  const traceEvents = [
    { ...event, cat: 'blink.user_timing', name: 'frame 0', ph: 'R', ts: 2_000 },
    { ...event, ts: 1_000, dur: 4_000, tdur: 3_000 },
    { ...event, ts: 2_000, dur: 1_000, tdur: 1_000 },
    { ...event, tid: 2, ts: 6_000, dur: 1_000, tdur: 1_000 },
  ]
  const trace = readTrace(Buffer.from(JSON.stringify({ traceEvents })))
  expect(trace.tasks).toEqual([{ start: 1, end: 5, processor: 3 }])
  expect(trace.marks).toEqual(new Map([['frame 0', 2]]))
})
