import type { ReviewPhase } from '#contract/reviews/review-phase.ts'
import type { Tone } from '#ui/badge.tsx'
import type { IconName } from '#ui/icon.tsx'

/** What a reader filters by: the days of grace after an end are no phase of their own to them. */
export const phaseGroups = [
  'searching',
  'draft',
  'in progress',
  'expired',
  'completed',
  'failed',
  'superseded',
] as const
export type PhaseGroup = (typeof phaseGroups)[number]

/** The group that a phase belongs to. */
export function groupOf(phase: ReviewPhase): PhaseGroup {
  switch (phase) {
    case 'expired, in grace':
      return 'expired'
    case 'completed, in grace':
      return 'completed'
    default:
      return phase
  }
}

type Look = { readonly label: string; readonly tone: Tone; readonly icon: IconName; readonly tip: string }

/** How each group looks, and what it means in a sentence. */
export const phasePresentation: Readonly<Record<PhaseGroup, Look>> = {
  searching: { label: 'Gathering rows', tone: 'waiting', icon: 'clock', tip: 'Its rows are being gathered.' },
  draft: { label: 'Draft', tone: 'neutral', icon: 'circle', tip: 'Its reviewers do not see it yet.' },
  'in progress': { label: 'In progress', tone: 'waiting', icon: 'play', tip: 'Its rows can be decided.' },
  expired: { label: 'Expired', tone: 'failed', icon: 'ban', tip: 'Its due date has passed.' },
  completed: { label: 'Completed', tone: 'done', icon: 'check', tip: 'Its decisions are final.' },
  failed: { label: 'Failed', tone: 'failed', icon: 'alert', tip: 'Its rows could not be gathered.' },
  superseded: {
    label: 'Superseded',
    tone: 'neutral',
    icon: 'ban',
    tip: 'It was replaced or deleted, and stays as it is.',
  },
}

/** What the seven days after an end still allow, or '' where there are none. */
export function graceText(phase: ReviewPhase): string {
  if (phase === 'expired, in grace') return 'rejected rows can still be marked as fixed'
  return phase === 'completed, in grace' ? 'an admin can still change rows' : ''
}
