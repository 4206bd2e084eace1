import type { PendingChanges } from '#decisions/pending-changes.ts'
import { usePendingStatus, useRowState } from '#queries/decisions.ts'
import type { RowStore } from '#decisions/row-store.ts'
import { useRow } from '#queries/use-row.ts'
import { Button } from '#ui/button.tsx'
import { CopyButton } from '#ui/copy-button.tsx'
import { Icon } from '#ui/icon.tsx'
import { Popover } from '#ui/popover.tsx'
import { changeText } from './change-text.ts'
import styles from './needs-you.module.css'
import { rowName } from './kit.ts'

type Props = {
  readonly pending: PendingChanges
  readonly store: RowStore
  /** Opens a row over the list. */
  readonly onOpen: (id: number) => void
}

/** What has not been saved: how many changes are under way, whether the server is away, and what waits for the reader. */
export function NeedsYou({ pending, store, onOpen }: Props) {
  const { unsent, offline, needsYou } = usePendingStatus(pending)
  const sending = unsent - needsYou.length
  return (
    <>
      {offline && (
        <span role="alert" className={styles.offline}>
          <Icon name="alert" />
          The server does not answer. {countText(unsent)} on this device and will be sent.
        </span>
      )}
      {sending > 0 && !offline && <span className={styles.sending}>{countText(sending)} on this device</span>}
      {needsYou.length > 0 && (
        <Popover label="Changes that need you" icon="alert" trigger={`Needs you ${needsYou.length}`}>
          {(close) => (
            <ul className={styles.list}>
              {needsYou.map((id) => (
                <Waiting
                  key={id}
                  id={id}
                  pending={pending}
                  store={store}
                  onOpen={() => {
                    close()
                    onOpen(id)
                  }}
                />
              ))}
            </ul>
          )}
        </Popover>
      )}
    </>
  )
}

function countText(count: number): string {
  return count === 1 ? '1 change is' : `${count.toLocaleString('en')} changes are`
}

type WaitingProps = {
  readonly id: number
  readonly pending: PendingChanges
  readonly store: RowStore
  readonly onOpen: () => void
}

function Waiting({ id, pending, store, onOpen }: WaitingProps) {
  const row = useRow(store, id)
  const state = useRowState(pending, id)
  if (state?.kind !== 'needs you') return null
  const { mine } = state
  return (
    <li className={styles.waiting}>
      <strong>{row ? rowName(row) : `Row ${id}`}</strong>
      <span>{changeText(mine)}</span>
      <span className={styles.why}>
        {state.why === 'refused' ? state.failure.message : 'A colleague has changed this row since.'}
      </span>
      <span className={styles.actions}>
        <Button onClick={onOpen}>Open</Button>
        {state.why === 'refused' && <Button onClick={() => pending.retry(id)}>Try again</Button>}
        {mine.notes && <CopyButton label="Copy my note" text={() => mine.notes ?? ''} />}
        <Button onClick={() => pending.giveUp(id)}>Give it up</Button>
      </span>
    </li>
  )
}
