import { Suspense } from 'react'
import type { ActionEvent } from '#contract/activity/action-event.ts'
import { lazyModule } from '#ui/lazy-module.ts'
import { lazyPart } from '#ui/lazy-part.tsx'
import { Muted } from '#ui/muted.tsx'

const EventCause = lazyPart(
  lazyModule(
    () => import('../failures/event-cause.tsx'),
    (module) => module.EventCause,
  ),
  () => (
    <p>
      <Muted>What this failure has in common with others could not be loaded.</Muted>
    </p>
  ),
)

/** Of an event that failed: its cause, and what has become of that. Nothing of any other. */
export function FailurePart({ event }: { readonly event: ActionEvent }) {
  if (event.state !== 'ERRORED') return null
  return (
    <Suspense>
      <EventCause event={event} />
    </Suspense>
  )
}
