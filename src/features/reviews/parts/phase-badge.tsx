import type { ReviewPhase } from '#contract/reviews/review-phase.ts'
import { Badge } from '#ui/badge.tsx'
import { phasePresentation } from './phase-presentation.ts'

/** Where a review stands, with what that means as a tooltip. */
export function PhaseBadge({ phase }: { readonly phase: ReviewPhase }) {
  const { icon, tone, label, meaning } = phasePresentation[phase]
  return (
    <Badge icon={icon} tone={tone} tip={meaning}>
      {label}
    </Badge>
  )
}
