import { useState } from 'react'
import { Link } from 'react-router'
import { sameUser } from '#contract/people.ts'
import type { Bulk } from '#contract/reviews/bulk.ts'
import { receiptFile } from '#queries/reviews/bulk/bulk.ts'
import type { BulkRef } from '#queries/reviews/bulk/bulk-keys.ts'
import { type BulkWork, useBulkWork } from '#queries/reviews/bulk/bulk-work.ts'
import { useSession } from '#queries/session/session.ts'
import { Button } from '#ui/button.tsx'
import { ButtonRow } from '#ui/button-row.tsx'
import { Hint, Problem } from '#ui/hint.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { Announcement } from '#ui/visually-hidden.tsx'
import { personName } from '../parts/people/person-text.ts'
import { bulkPath } from './bulk-path.ts'
import {
  actionOf,
  hasRowsToPutBack,
  isOver,
  leftOutText,
  outcomeText,
  progressText,
  rowsText,
  wordsOf,
} from './bulk-words.ts'
import { FoldedRows } from './folded-rows.tsx'
import { NotShown, PageFrame } from './page-frame.tsx'
import { Advance } from './progress.tsx'
import { ReceiptFacts } from './receipt-facts.tsx'
import { UndoDialog } from './undo-dialog.tsx'
import { UndoneBy } from './undone-by.tsx'

type Props = BulkRef & { readonly zone: string }

/** One bulk change at its own address: how far it is, and once it is over its receipt, which stays. */
export function ReceiptPage({ certification_id, bulk_id, zone }: Props) {
  const work = useBulkWork(certification_id, bulk_id)
  const { bulk, failure, retry } = work
  const title = bulk ? `${wordsOf(actionOf(bulk)).verb} ${rowsText(bulk.to_change)}` : 'Change of many rows'
  return (
    <PageFrame certification_id={certification_id} zone={zone} title={title} isOne>
      {!bulk && failure && <NotShown failure={failure} onRetry={retry} />}
      {!bulk && !failure && <Skeleton label="Loading the receipt" rows={8} />}
      {bulk && <Receipt bulk={bulk} work={work} zone={zone} />}
    </PageFrame>
  )
}

type ReceiptProps = { readonly bulk: Bulk; readonly work: BulkWork; readonly zone: string }

function Receipt({ bulk, work, zone }: ReceiptProps) {
  const { state, made_by } = bulk
  const me = useSession()?.actor
  const maker = me && sameUser(me.user, made_by) ? 'you' : personName(made_by)
  const hasEnded = isOver(bulk)
  return (
    <>
      <Announcement>{hasEnded && progressText(bulk)}</Announcement>
      {state === 'RUNNING' && <Advance bulk={bulk} />}
      {hasEnded && <p>{progressText(bulk)}</p>}
      {!hasEnded && state !== 'RUNNING' && <p>This was previewed and not started: nothing was changed.</p>}
      <Problem text={work.failure && `Not up to date. ${work.failure.message}`} />
      <UndoneBy bulk={bulk} zone={zone} />
      <ReceiptButtons bulk={bulk} work={work} zone={zone} />
      <ReceiptFacts bulk={bulk} zone={zone} />
      {bulk.outcomes.map(({ of, rows }) => (
        <FoldedRows
          key={of}
          of={bulk}
          part={{ outcome: of }}
          text={`${outcomeText(of, rows, wordsOf(actionOf(bulk)).done)}.`}
          links
        />
      ))}
      {bulk.left_out.map(({ of, rows }) => (
        <FoldedRows
          key={of}
          of={bulk}
          part={{ left_out: of }}
          text={`Left out: ${leftOutText(of, rows, maker)}.`}
          links
        />
      ))}
      <Hint>Times in {zone}.</Hint>
    </>
  )
}

function ReceiptButtons({ bulk, work, zone }: ReceiptProps) {
  const [isUndoing, setUndoing] = useState(false)
  const me = useSession()?.actor
  const isMine = me !== undefined && sameUser(me.user, bulk.made_by)
  // Sign-offs are undone by an admin alone, by force.
  const mayUndo = actionOf(bulk) === 'sign off' ? me?.roles.includes('admin') === true : isMine
  const hasEnded = isOver(bulk)
  return (
    <ButtonRow>
      {bulk.state === 'RUNNING' && isMine && (
        <Button onClick={work.stop} refusal={work.busy === 'stopping' ? 'It is being stopped.' : undefined}>
          {work.busy === 'stopping' ? 'Stopping …' : 'Stop the rest'}
        </Button>
      )}
      {hasEnded && (
        <a href={receiptFile(bulk)} download>
          Download (CSV)
        </a>
      )}
      {hasEnded && hasRowsToPutBack(bulk) && bulk.undoes === null && mayUndo && (
        <Button onClick={() => setUndoing(true)}>Undo …</Button>
      )}
      {bulk.undoes !== null && (
        <Link to={bulkPath({ ...bulk, bulk_id: bulk.undoes })}>Receipt of what this undoes</Link>
      )}
      {isUndoing && <UndoDialog bulk={bulk} zone={zone} onClose={() => setUndoing(false)} />}
    </ButtonRow>
  )
}
