import { type KeyboardEvent, useEffect, useRef } from 'react'
import { useOneRow } from '#queries/one-row.ts'
import { autofocus } from '#ui/autofocus.ts'
import { IconButton } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { Announcer } from './announcer.tsx'
import styles from './drawer.module.css'
import { rowName } from './kit.ts'
import type { RowDrawerProps } from './row-around.ts'
import { RowDetails } from './row-details.tsx'
import { givenAway } from './reassigned.ts'
import { Reassigned, RowFailure } from './row-failure.tsx'

/** One row with everything that is known of it and was done to it, over the list, whatever page it stands on. */
export function RowDrawer(props: RowDrawerProps) {
  const { certification_id, result_id, store, pending, previous, next, onClose } = props
  const { value: row, failure, retry } = useOneRow(certification_id, result_id, store)
  const title = useTitleFocus(result_id)
  const given = failure?.status === 404 ? givenAway(store.get(result_id), props.reader?.user) : undefined
  return (
    <Dialog
      look="drawer"
      title={
        <span tabIndex={-1} ref={title} className={styles.title}>
          {row ? rowName(row) : 'Row of a review'}
        </span>
      }
      onClose={onClose}
      onKeyDown={(event) => press(event, props)}
      actions={
        <>
          <Step label="Previous row (k or ↑)" icon="sort-up" step={previous} />
          <Step label="Next row (j or ↓)" icon="sort-down" step={next} />
        </>
      }
    >
      {props.notice !== undefined && <p className={styles.notice}>{props.notice}</p>}
      {given !== undefined && <Reassigned text={given} next={next} onClose={onClose} />}
      {failure && given === undefined && (
        <RowFailure failure={failure} known={row !== undefined} onRetry={retry} onClose={onClose} />
      )}
      {row && <RowDetails {...props} key={result_id} row={row} />}
      {!row && !failure && <Skeleton label="Loading the row" rows={8} />}
      <Announcer pending={pending} said={props.said} />
    </Dialog>
  )
}

/** The title takes the focus as the drawer opens, and again with each other row, so that its name is read. */
function useTitleFocus(result_id: number) {
  const title = useRef<HTMLElement>(null)
  const shown = useRef(result_id)
  useEffect(() => {
    if (shown.current !== result_id) title.current?.focus()
    shown.current = result_id
  }, [result_id])
  return (element: HTMLElement | null) => {
    title.current = element
    autofocus(element)
  }
}

/** Keys of the drawer itself; those pressed in a window over it, or while somebody types, are not its own. */
function press(event: KeyboardEvent<HTMLDialogElement>, props: RowDrawerProps): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
  const { target, currentTarget } = event
  if (!(target instanceof Element) || target.closest('dialog') !== currentTarget) return
  if (target.matches('input, textarea, select')) return
  const { act, result_id, letters, pending, previous, next } = props
  const arrows: Partial<Record<string, (() => void) | undefined>> = { ArrowUp: previous, ArrowDown: next }
  const singles: Partial<Record<string, (() => void) | undefined>> = {
    k: previous,
    j: next,
    a: () => act('accept', result_id),
    r: () => act('reject', result_id),
    n: () => act('note', result_id),
    s: () => act('sign off', result_id),
    u: pending.undo,
  }
  const deed = arrows[event.key] ?? (letters ? singles[event.key] : undefined)
  if (!deed) return
  event.preventDefault()
  deed()
}

type StepProps = {
  readonly label: string
  readonly icon: 'sort-up' | 'sort-down'
  readonly step: (() => void) | undefined
}

/** Stays focusable where there is nothing further, so that the focus does not fall out of the drawer at the end. */
function Step({ label, icon, step }: StepProps) {
  return <IconButton icon={icon} label={label} aria-disabled={!step} onClick={() => step?.()} />
}
