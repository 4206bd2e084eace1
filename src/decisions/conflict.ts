import * as z from 'zod/mini'
import { HistoryEntry, Result } from '#contract/reviews/result.ts'
import { alike, type Changeable, changeable, partOf, type RowChange } from './row-change.ts'

/** What a 412 carries: the row as it stands now, and the log entries since the version that was named. */
const Current = z.looseObject({ value: Result, entries: z._default(z.array(HistoryEntry), []) })
export type Current = z.output<typeof Current>

/** Reads the row as it is now, and its newest log entries, from the body of a 412; undefined when it cannot be read. */
export function readCurrent(current: unknown): Current | undefined {
  const read = Current.safeParse(current)
  return read.success ? read.data : undefined
}

/**
 * How my change relates to what somebody else has done to the row meanwhile (security 3.5). `already so`: the row is as
 * my change wants it. `apart`: they changed other things, so mine is sent on top of theirs. `against`: a person has to
 * choose.
 */
export type Meeting = 'already so' | 'apart' | 'against'

/** What a change must not be made in ignorance of, besides the key itself. */
const rests: Readonly<Record<Changeable, readonly Changeable[]>> = {
  decision: ['decision', 'signed_off_state'],
  notes: ['notes', 'signed_off_state'],
  reviewers: ['reviewers', 'signed_off_state'],
  // Whoever signs off signs what they have read: the decision and its reason.
  signed_off_state: ['signed_off_state', 'decision', 'notes'],
}

/** Compares my change, made on the row `base`, with the row as it is now. */
export function meetingOf(
  base: Pick<Result, Changeable>,
  current: Pick<Result, Changeable>,
  mine: RowChange,
): Meeting {
  const wanted = { ...current, ...partOf(mine) }
  const part: Partial<Record<Changeable, unknown>> = partOf(mine)
  const touched = changeable.filter((key) => part[key] !== undefined)
  const theirs = changeable.filter((key) => !alike(key, base, current))
  if (touched.every((key) => alike(key, wanted, current)) && !signsOver(touched, theirs)) return 'already so'
  return touched.some((key) => rests[key].some((other) => theirs.includes(other))) ? 'against' : 'apart'
}

/** A sign-off that the server has already, but of something else than I have read, is none of mine. */
function signsOver(touched: readonly Changeable[], theirs: readonly Changeable[]): boolean {
  return touched.includes('signed_off_state') && theirs.includes('decision')
}
