import type { ReactNode } from 'react'
import type { PendingChanges } from '#decisions/pending-changes.ts'
import { othersSession } from '#queries/reviews/rule-input.ts'
import { useOutboxStatus } from '#queries/session/use-outbox.ts'
import { isAgainst } from '#decisions/row-states.ts'
import { Button } from '#ui/button.tsx'
import { ButtonRow } from '#ui/button-row.tsx'
import { CopyButton } from '#ui/copy-button.tsx'
import { chooseText, type NeedsYouState, tryAgainText } from './why-not-saved.ts'

type Props = {
  readonly id: number
  readonly state: NeedsYouState
  readonly pending: PendingChanges
  /** Opens the choice between two versions; left out where the other one cannot be shown. */
  readonly onChoose?: (() => void) | undefined
  /** Buttons that come first. */
  readonly children?: ReactNode
}

/** What can be done about a change of a row that the server did not take. */
export function NotSavedActions({ id, state, pending, onChoose, children }: Props) {
  const refusal = useOutboxStatus().paused === 'other account' ? othersSession.message : undefined
  const { mine } = state
  const again = tryAgainText(state)
  return (
    <ButtonRow>
      {children}
      {onChoose && isAgainst(state) && <Button onClick={onChoose}>{chooseText}</Button>}
      {again && (
        <Button refusal={refusal} onClick={() => pending.retry(id)}>
          {again}
        </Button>
      )}
      {mine.notes && <CopyButton label="Copy my note" text={() => mine.notes ?? ''} />}
      <Button refusal={refusal} onClick={() => pending.giveUp(id)}>
        Discard my change
      </Button>
    </ButtonRow>
  )
}
