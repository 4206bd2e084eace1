import type { ReviewPhase } from '#contract/reviews/review-phase.ts'
import type { Tone } from '#ui/badge.tsx'
import type { IconName } from '#ui/icon.tsx'

type PhaseLook = {
  readonly label: string
  readonly icon: IconName
  readonly tone: Tone
  readonly meaning: string
}

/** The phases of a review as the screen shows them. */
export const phasePresentation: Readonly<Record<ReviewPhase, PhaseLook>> = {
  searching: {
    label: 'Gathering rows',
    icon: 'clock',
    tone: 'waiting',
    meaning: 'The query is still running',
  },
  failed: { label: 'Failed', icon: 'alert', tone: 'failed', meaning: 'The query failed; there are no rows' },
  draft: { label: 'Draft', icon: 'circle', tone: 'neutral', meaning: 'Reviewers cannot see it yet' },
  'in progress': { label: 'In progress', icon: 'play', tone: 'waiting', meaning: 'Rows can be decided' },
  'expired, in grace': {
    label: 'Expired',
    icon: 'ban',
    tone: 'failed',
    meaning: 'Past its due date: an admin may still change rows, and rejected rows may be marked as fixed',
  },
  expired: { label: 'Expired', icon: 'ban', tone: 'failed', meaning: 'Past its due date, and closed' },
  'completed, in grace': {
    label: 'Completed',
    icon: 'check',
    tone: 'done',
    meaning: 'Completed: for seven days an admin may still change rows',
  },
  completed: { label: 'Completed', icon: 'check', tone: 'done', meaning: 'Completed, and closed' },
  superseded: {
    label: 'Superseded',
    icon: 'ban',
    tone: 'neutral',
    meaning: 'Replaced or deleted; it stays as it is',
  },
}

/** What the seven days after an end still allow, or '' where there are none. */
export function graceText(phase: ReviewPhase): string {
  if (phase === 'expired, in grace') return 'rejected rows can still be marked as fixed'
  return phase === 'completed, in grace' ? 'an admin can still change rows' : ''
}
