import { nextHalfMinute, useServerTime } from '#queries/use-server-time.ts'
import { useSession } from '#queries/session/session.ts'
import type { Certification } from '#contract/reviews/certification.ts'
import { nextPhaseChange } from '#contract/reviews/review-phase.ts'
import { useCertifications, useWorkflows } from '#queries/reviews/use-certifications.ts'
import { listedOf } from '../parts/listed.ts'
import { answerOf } from './listing.ts'
import { useCertificationsQuery } from './use-certifications-query.ts'
import { ReviewsView } from './view.tsx'

/** The list of workflows and certifications. Times are written in `zone` (IANA name). */
export function ReviewsPage({ zone }: { readonly zone: string }) {
  const query = useCertificationsQuery()
  const readable = query.unreadable.length === 0
  const certifications = useCertifications(readable)
  const workflows = useWorkflows(readable)
  const now = useServerTime((at) => nextChange(certifications.value?.values ?? [], at))
  const all = listedOf(certifications.value?.values ?? [], workflows.value ?? [], now, zone)
  return (
    <>
      <title>Reviews · Countersign</title>
      <ReviewsView
        query={query}
        all={all}
        shown={answerOf(all, query)}
        certifications={certifications}
        workflows={workflows}
        session={useSession()}
        now={now}
        zone={zone}
      />
    </>
  )
}

/** When the list may look different without anybody doing anything: a phase ends, or half a minute. */
function nextChange(certifications: readonly Certification[], now: number): number {
  return Math.min(
    nextHalfMinute(now),
    ...certifications.flatMap((certification) => nextPhaseChange(certification, now) ?? []),
  )
}
