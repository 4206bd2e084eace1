import type { Certification } from '#contract/reviews/certification.ts'
import { type ReviewPhase } from '#contract/reviews/review-phase.ts'
import { Badge } from '#ui/badge.tsx'
import { minuteText } from '#ui/clock-text.ts'
import { dueWords } from './due-words.ts'

type Props = {
  readonly certification: Pick<Certification, 'due_date' | 'completed_at'>
  readonly phase: ReviewPhase
  readonly now: number
  readonly zone: string
}

/** Until when a review runs, the time itself as a tooltip; marked where it is overdue or due soon. */
export function Due({ certification, phase, now, zone }: Props) {
  const { text, cue, time } = dueWords(certification, phase, now, zone)
  const tip = time && `Due ${minuteText(time, zone)}`
  if (cue === undefined) return <span data-tip={tip}>{text}</span>
  return (
    <Badge icon={cue === 'overdue' ? 'alert' : 'clock'} tone="attention" tip={tip}>
      {text}
    </Badge>
  )
}
