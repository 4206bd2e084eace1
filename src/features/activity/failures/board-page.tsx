import { useFailureBoard } from '#queries/activity/use-failures.ts'
import { UnreadableNotice } from '#table/address/unreadable-notice.tsx'
import { BoardList } from './board-list.tsx'
import { FailuresFilter } from './failures-filter.tsx'
import { FailuresHead } from './failures-head.tsx'
import styles from './failures.module.css'
import { useFailuresAddress } from './use-failures-address.ts'

/** The board: the causes of the failed events that the address asks for. Times are written in `zone` (IANA name). */
export function BoardPage({ zone }: { readonly zone: string }) {
  const address = useFailuresAddress('board')
  const board = useFailureBoard(address.filter, address.isReadable)
  return (
    <div className={styles.page}>
      <title>Failures · Countersign</title>
      <FailuresHead title="Failures" zone={zone} address={address} reading={board} />
      <FailuresFilter address={address} zone={zone} />
      {address.isReadable ? (
        <BoardList board={board} address={address} zone={zone} />
      ) : (
        <UnreadableNotice unreadable={address.unreadable} onDrop={address.dropUnreadable} />
      )}
    </div>
  )
}
