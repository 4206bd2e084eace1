import type { KeyboardEvent } from 'react'
import type { ActionEvent, ActionEventRef } from '#contract/activity/action-event.ts'
import { eventKey } from '#queries/activity/use-action-events.ts'
import type { Reading } from '#queries/reading.ts'
import type { ValueFilter } from '#table/address/narrow-search.ts'
import { IconButton } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { Marked } from '#ui/marked.tsx'
import { EventDetails } from './event-details.tsx'
import styles from './event-details.module.css'
import { EventFailure } from './event-failure.tsx'

type Props = {
  readonly event: ActionEventRef
  readonly reading: Reading<ActionEvent>
  readonly zone: string
  /** How to open the event above or below among the loaded rows; undefined where there is none. */
  readonly previous: (() => void) | undefined
  readonly next: (() => void) | undefined
  readonly onClose: () => void
  /** Shows only the events of one task. */
  readonly onTask: (task: string) => void
  /** Leaves only events with a value of this one, or without it. */
  readonly onFilter: (filter: ValueFilter) => void
}

/** One event with everything that is known of it, over the list. */
export function EventDrawer(props: Props) {
  const { event, reading, zone, previous, next, onClose } = props
  const steps: Partial<Record<string, (() => void) | undefined>> = {
    ArrowUp: previous,
    k: previous,
    ArrowDown: next,
    j: next,
  }
  const onKeyDown = (key: KeyboardEvent) => {
    const step = steps[key.key]
    if (!step || key.ctrlKey || key.metaKey || key.altKey) return
    key.preventDefault()
    step()
  }
  const { value, failure, retry } = reading
  return (
    <Dialog
      look="drawer"
      title={<Title text={event.action_name} />}
      onClose={onClose}
      onKeyDown={onKeyDown}
      actions={
        <>
          <Step
            label="Previous event (k or ↑)"
            icon="sort-up"
            step={previous}
            end="No event above this one is loaded."
          />
          <Step
            label="Next event (j or ↓)"
            icon="sort-down"
            step={next}
            end="No event below this one is loaded."
          />
        </>
      }
    >
      {failure && (
        <EventFailure failure={failure} known={value !== undefined} onRetry={retry} onClose={onClose} />
      )}
      {value && (
        <EventDetails
          key={eventKey(value)}
          event={value}
          zone={zone}
          onTask={props.onTask}
          onFilter={props.onFilter}
        />
      )}
      {!value && !failure && <Skeleton label="Loading the event" rows={8} />}
    </Dialog>
  )
}

/**
 * Takes the focus when the drawer opens, so that its name is read and the keys work at once. The platform looks for the
 * attribute when it shows the dialog; React's own `autoFocus` would come too early.
 */
function Title({ text }: { readonly text: string }) {
  return (
    <span tabIndex={-1} ref={(title) => title?.setAttribute('autofocus', '')} className={styles.title}>
      <Marked text={text} />
    </span>
  )
}

type StepProps = {
  readonly label: string
  readonly icon: 'sort-up' | 'sort-down'
  readonly step: (() => void) | undefined
  /** What is said where there is nothing further. */
  readonly end: string
}

/** Stays focusable where there is nothing further, so that the focus does not fall out of the drawer at the end. */
function Step({ label, icon, step, end }: StepProps) {
  return <IconButton icon={icon} label={label} refusal={step ? undefined : end} onClick={step} />
}
