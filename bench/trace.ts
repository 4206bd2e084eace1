import * as z from 'zod'

const TraceFile = z.object({
  traceEvents: z.array(
    z.object({
      name: z.string(),
      cat: z.string(),
      ph: z.string(),
      pid: z.number(),
      tid: z.number(),
      ts: z.number(),
      dur: z.number().optional(),
      /** What of `dur` the thread had a processor. */
      tdur: z.number().optional(),
    }),
  ),
})

/** A task of the main thread: from when to when it ran, and how long of that it had a processor. */
type Task = { readonly start: number; readonly end: number; readonly processor: number }

/** What the main thread of a page did, in milliseconds of one clock. */
export type Trace = {
  /** When `performance.mark` was called, by the name of the mark. */
  readonly marks: ReadonlyMap<string, number>
  /** Its tasks, in order and none in another. */
  readonly tasks: readonly Task[]
}

/**
 * What to trace: tasks and marks and nothing else. The categories of the developer tools write down so much more that
 * they take a millisecond of each frame for themselves.
 */
export const traced = ['-*', 'toplevel', 'blink.user_timing']

/** Reads a trace of Chromium with these categories. */
export function readTrace(file: Buffer): Trace {
  const { traceEvents: events } = TraceFile.parse(JSON.parse(file.toString('utf8')))
  const marked = events.filter(({ cat, ph }) => cat.includes('blink.user_timing') && 'RIi'.includes(ph))
  const [{ pid, tid } = { pid: 0, tid: 0 }] = marked
  const tasks: Task[] = []
  const run = events.filter(
    (event) => event.name === 'ThreadControllerImpl::RunTask' && event.pid === pid && event.tid === tid,
  )
  for (const { ts, dur = 0, tdur = dur } of run.toSorted((a, b) => a.ts - b.ts)) {
    const task = { start: ts / 1000, end: (ts + dur) / 1000, processor: tdur / 1000 }
    if (task.end > (tasks.at(-1)?.end ?? 0)) tasks.push(task)
  }
  return { marks: new Map(marked.map(({ name, ts }) => [name, ts / 1000])), tasks }
}

/** How long the tasks between two moments ran, those in which the moments lie as wholes, and of that on a processor. */
export function workBetween({ tasks }: Trace, from: number, to: number): { ran: number; processor: number } {
  const between = tasks.filter(({ start, end }) => end > from && start < to)
  return {
    ran: between.reduce((sum, { start, end }) => sum + end - start, 0),
    processor: between.reduce((sum, { processor }) => sum + processor, 0),
  }
}

/** When the task ended in which a moment lies; that of a frame ends with style, layout, paint and handing over. */
export function endOfTask({ tasks }: Trace, at: number): number {
  return tasks.find(({ start, end }) => start <= at && at <= end)?.end ?? at
}

/**
 * How long the main thread had a processor for each frame, by a mark that lies in each: from the task that holds the mark on, until
 * the task that holds the next. What comes from the last mark on is left out.
 */
export function workByFrame({ tasks }: Trace, marks: readonly number[]): number[] {
  const work = marks.slice(1).map(() => 0)
  let frame = -1
  for (const { end, processor } of tasks) {
    while ((marks[frame + 1] ?? Infinity) <= end) frame += 1
    const before = work[frame]
    if (before !== undefined) work[frame] = before + processor
  }
  return work
}
