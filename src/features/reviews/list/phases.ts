import type { ReviewPhase } from '#contract/reviews/review-phase.ts'

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
