import type { Certification } from '#contract/reviews/certification.ts'
import type { ReviewPhase } from '#contract/reviews/review-phase.ts'
import { minuteText } from '#ui/clock-text.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

export type DueWords = {
  readonly text: string
  readonly cue: 'overdue' | 'soon' | undefined
  /** The time that a distance is counted to; undefined where the text says the time itself. */
  readonly time: string | undefined
}

/**
 * Until when a review runs, as seen at a moment (milliseconds since 1970): `Due in 3 days`, `Overdue by 5 minutes`. What is
 * over by other means says when that was, or when it was due, and is never overdue. Times are written in `zone` (IANA name).
 */
export function dueWords(
  { due_date, completed_at }: Pick<Certification, 'due_date' | 'completed_at'>,
  phase: ReviewPhase,
  now: number,
  zone: string,
): DueWords {
  const plain = (text: string): DueWords => ({ text, cue: undefined, time: undefined })
  if (completed_at !== null) return plain(`Completed ${minuteText(completed_at, zone)}`)
  if (due_date === null) return plain('No due date')
  const due = Date.parse(due_date)
  if (Number.isNaN(due) || isOver(phase)) return plain(`Due ${minuteText(due_date, zone)}`)
  const distance = distanceText(Math.abs(due - now))
  if (due <= now) return { text: `Overdue by ${distance}`, cue: 'overdue', time: due_date }
  return { text: `Due in ${distance}`, cue: due - now < 3 * day ? 'soon' : undefined, time: due_date }
}

function isOver(phase: ReviewPhase): boolean {
  return (
    phase === 'failed' || phase === 'superseded' || phase === 'completed' || phase === 'completed, in grace'
  )
}

/** In the largest whole unit of which there are two or more, so that it is never much rounded. */
function distanceText(far: number): string {
  if (far >= 2 * day) return `${Math.floor(far / day)} days`
  if (far >= 2 * hour) return `${Math.floor(far / hour)} hours`
  const minutes = Math.floor(far / minute)
  if (minutes === 0) return 'less than a minute'
  return minutes === 1 ? '1 minute' : `${minutes} minutes`
}
