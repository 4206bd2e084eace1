import { type KeyboardEvent, useEffect, useRef } from 'react'
import { useRowState } from '#queries/reviews/decisions.ts'
import { useOneRow } from '#queries/reviews/one-row.ts'
import { autofocus } from '#ui/autofocus.ts'
import { IconButton } from '#ui/button.tsx'
import { takesText } from '#ui/guard-keys.ts'
import { Skeleton } from '#ui/skeleton.tsx'
import type { Result } from '#contract/reviews/result.ts'
import type { RowAction } from '#contract/reviews/review-rules.ts'
import { Marked } from '#ui/marked.tsx'
import { Announcer } from '../parts/announcer.tsx'
import styles from './drawer.module.css'
import { useReview, useReviewList } from '../state/review-provider.ts'
import type { RowWork } from '../state/use-row-work.ts'
import { RowDetails } from './row-details.tsx'
import { RowWindow } from './row-window.tsx'
import { LostRow, RowFailure } from './row-failure.tsx'
import { RowNeedsYou } from './row-needs-you.tsx'
import { type CommandRuns, useCommands } from '../state/use-commands.ts'

type Props = {
  readonly result_id: number
  /** What was done before this row was opened, to be read over it. */
  readonly notice: string | undefined
  /** How to open the row above or below in the list; undefined where there is none. */
  readonly previous: Go
  readonly next: Go
}

/** One row with everything that is known of it and was done to it, whatever page of the list it stands on. */
export function RowDrawer({ result_id, notice, previous, next }: Props) {
  const { certification_id, store, pending } = useReview()
  const { letters, links, work } = useReviewList()
  const { close } = links
  const { value: row, failure, retry } = useOneRow(certification_id, result_id, store)
  const title = useTitleFocus(result_id)
  useCommands(letters ? runsOf(work, { result_id, previous, next }) : {})
  const lost = failure?.status === 404 ? store.get(result_id) : undefined
  const named = row ?? lost
  const state = useRowState(pending, result_id)
  return (
    <RowWindow
      title={
        <span tabIndex={-1} ref={title} className={styles.title}>
          {named ? <Name row={named} /> : 'Row of a review'}
        </span>
      }
      onClose={close}
      onKeyDown={(event) => step(event, previous, next)}
      actions={
        <>
          <Step
            label="Previous row (k or ↑)"
            icon="sort-up"
            step={previous}
            end="No row of the list is above this one."
          />
          <Step
            label="Next row (j or ↓)"
            icon="sort-down"
            step={next}
            end="No row of the list is below this one."
          />
        </>
      }
    >
      {notice !== undefined && <p className={styles.notice}>{notice}</p>}
      {lost && <LostRow row={lost} next={next} onClose={close} />}
      {failure && !lost && (
        <RowFailure failure={failure} known={row !== undefined} onRetry={retry} onClose={close} />
      )}
      {!row && state?.kind === 'needs you' && <RowNeedsYou id={result_id} state={state} />}
      {row && <RowDetails key={result_id} row={row} />}
      {!row && !failure && <Skeleton label="Loading the row" rows={8} />}
      <Announcer certification_id={certification_id} pending={pending} noticeText={work.noticeText} />
    </RowWindow>
  )
}

/** What the row is called, each name closely read. */
function Name({ row: { source, destination } }: { readonly row: Result }) {
  return (
    <>
      <Marked text={source.name || source.id} />, <Marked text={destination.name || destination.id} />
    </>
  )
}

/** The title takes the focus as the row opens, and with each other row that is stepped to, so that its name is read. */
function useTitleFocus(result_id: number) {
  const title = useRef<HTMLElement>(null)
  const shown = useRef(result_id)
  useEffect(() => {
    // Beside a list in which the reader moves the mark, the focus stays there.
    const isInList = document.activeElement?.closest('[data-grid]')
    if (shown.current !== result_id && !isInList) title.current?.focus()
    shown.current = result_id
  }, [result_id])
  return (element: HTMLElement | null) => {
    title.current = element
    autofocus(element)
  }
}

/** What single keys do in the drawer: they act on the row that it shows. */
function runsOf({ actByKey, inRow, undo }: RowWork, { result_id, previous, next }: Around): CommandRuns {
  const does = (action: RowAction) => () => inRow(result_id, () => actByKey(action, result_id))
  return {
    row: {
      'previous row': () => previous?.(),
      'next row': () => next?.(),
      accept: does('accept'),
      reject: does('reject'),
      note: does('note'),
      'sign off': does('sign off'),
      undo,
    },
  }
}

/** Up and down lead to the rows around, except in text and in a dialog over the drawer. */
function step(event: KeyboardEvent<HTMLDialogElement>, previous: Go, next: Go): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
  const { target, currentTarget } = event
  if (takesText(target) || !(target instanceof Element) || target.closest('dialog') !== currentTarget) return
  const go = event.key === 'ArrowUp' ? previous : event.key === 'ArrowDown' ? next : undefined
  if (!go) return
  event.preventDefault()
  go()
}

type Go = (() => void) | undefined
type Around = Pick<Props, 'result_id' | 'previous' | 'next'>

type StepProps = {
  readonly label: string
  readonly icon: 'sort-up' | 'sort-down'
  readonly step: Go
  /** What is said where there is nothing further. */
  readonly end: string
}

/** Stays focusable where there is nothing further, so that the focus does not fall out of the drawer at the end. */
function Step({ label, icon, step, end }: StepProps) {
  return <IconButton icon={icon} label={label} refusal={step ? undefined : end} onClick={step} />
}
