import type { Certification } from '#contract/certification.ts'
import { type Role, roles } from '#contract/permissions.ts'
import type { Positions, ReviewContext } from '#contract/review-calls.ts'
import type { Result } from '#contract/result.ts'
import type { Session } from '#contract/session.ts'
import { orderOf } from '#queries/positions.ts'
import { StillTable } from '#table/still-table.tsx'
import { visibleColumns } from '#table/visible-columns.ts'
import { storedColumns } from './browser-choice.ts'
import { reviewColumns, usualColumns } from './columns.ts'
import { HeaderLines, type LinkLike } from './header-lines.tsx'
import { mayChangeRows, type RowView } from './kit.ts'
import { usualOrder } from './question.ts'
import { SignOffButton } from './sign-off-button.tsx'
import { StatusLine } from './status-line.tsx'
import { TabList } from './tab-list.tsx'
import { tableLabel } from './table-label.ts'
import { ToolbarPlace } from './toolbar-place.tsx'
import styles from './view.module.css'

/** The answers that the first view of a review is drawn from. */
export type FirstReview = {
  readonly positions: Positions
  readonly results: { readonly values: readonly Result[] }
  readonly certification: Certification
  readonly context: ReviewContext
  readonly session: Session
}

type Props = {
  readonly first: FirstReview
  /** How many rows to draw at most. */
  readonly most: number
  /** The moment at which the answers came, in milliseconds since 1970. */
  readonly now: number
  readonly zone: string
  readonly link: LinkLike
}

/** The first rows of a plain review as `ReviewView` will draw them, without hooks and with nothing to press yet. */
export function FirstRows({ first, most, now, zone, link }: Props) {
  const { positions, results, certification, context, session } = first
  const { attributes } = context
  const { total } = positions
  const reader = { roles: roles.filter((role): role is Role => session.actor.roles.includes(role)) }
  const decides = mayChangeRows(reader)
  const notified = results.values.some((row) => row.notification_status !== 'UNKNOWN')
  const columns = visibleColumns(reviewColumns({ zone, attributes, decides }), {
    ...usualColumns(attributes, notified),
    ...storedColumns(),
  })
  const rows = { ...ready, total, asOf: now }
  return (
    <div className={styles.view}>
      <header className={styles.header}>
        <HeaderLines certification={certification} context={context} now={now} zone={zone} link={link} />
      </header>
      <TabList certification={certification} asked={undefined} counted at={location} link={link} />
      <ToolbarPlace />
      <StatusLine rows={rows} moved={0} filtered={false} zone={zone}>
        <SignOffButton reader={reader} />
      </StatusLine>
      <StillTable
        label={tableLabel}
        columns={columns}
        rows={results.values.slice(0, most).map((row) => viewOf(row, decides))}
        total={total}
        rowCount={total + 1}
        order={usualOrder}
      />
    </div>
  )
}

const nothing = () => undefined
const ready = {
  state: { kind: 'ready' },
  stale: false,
  refreshing: true,
  pageFailure: undefined,
  refresh: nothing,
  retry: nothing,
} as const

const notYet = { code: 'FailedPrecondition', message: 'The page is still loading.' } as const

function viewOf(row: Result, decides: boolean): RowView {
  const still = { state: undefined, changedBy: undefined, moved: false, act: nothing }
  return { ...still, row, accept: notYet, reject: notYet, decides }
}

/** Whether there are rows to draw, and those that were read are the first ones of the list. */
export function fitTogether({ positions, results }: FirstReview): boolean {
  const order = orderOf(positions)
  const { values } = results
  return values.length > 0 && values.every(({ result_id }, at) => result_id === order.idAt(at))
}
