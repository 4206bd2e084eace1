import { useSession } from '#queries/use-session.ts'
import { useCertifications, useWorkflows } from '#queries/use-certifications.ts'
import { answerOf, listedOf } from './listing.ts'
import { useListQuestion } from './use-list-question.ts'
import { useNow } from './use-now.ts'
import { ReviewsView } from './view.tsx'

/** The list of workflows and certifications. Times are written in `zone` (IANA name). */
export function ReviewsPage({ zone }: { readonly zone: string }) {
  const question = useListQuestion()
  const now = useNow()
  const readable = question.unreadable.length === 0
  const certifications = useCertifications(readable)
  const workflows = useWorkflows(readable)
  const listed = listedOf(certifications.value?.values ?? [], workflows.value ?? [], now, zone)
  return (
    <>
      <title>Reviews · Countersign</title>
      <ReviewsView
        question={question}
        listed={listed}
        shown={answerOf(listed, question)}
        certifications={certifications}
        workflows={workflows}
        session={useSession()}
        now={now}
        zone={zone}
      />
    </>
  )
}
