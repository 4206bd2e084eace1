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
    }),
  ),
})

/** What the main thread of a page did, in milliseconds of one clock. */
export type Trace = {
  /** When `performance.mark` was called, by the name of the mark. */
  readonly marks: ReadonlyMap<string, number>
  /** Its tasks, in order and none in another. */
  readonly tasks: readonly { readonly start: number; readonly end: number }[]
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
  const tasks: { start: number; end: number }[] = []
  const run = events.filter(
    (event) => event.name === 'ThreadControllerImpl::RunTask' && event.pid === pid && event.tid === tid,
  )
  for (const { ts, dur = 0 } of run.toSorted((a, b) => a.ts - b.ts)) {
    const start = Math.max(ts / 1000, tasks.at(-1)?.end ?? 0)
    if ((ts + dur) / 1000 > start) tasks.push({ start, end: (ts + dur) / 1000 })
  }
  return { marks: new Map(marked.map(({ name, ts }) => [name, ts / 1000])), tasks }
}

/** How long tasks ran between two moments, from the start of the task in which the first one lies. */
export function busyBetween({ tasks }: Trace, from: number, to: number): number {
  return tasks
    .filter(({ start, end }) => end > from && start < to)
    .reduce((sum, { start, end }) => sum + Math.min(end, to) - start, 0)
}

/** When the task ended in which a moment lies; that of a frame ends with style, layout, paint and handing over. */
export function endOfTask({ tasks }: Trace, at: number): number {
  return tasks.find(({ start, end }) => start <= at && at <= end)?.end ?? at
}
