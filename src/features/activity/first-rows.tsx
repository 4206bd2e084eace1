import type { ActionEvent } from '#contract/action-event.ts'
import type { LoadedEvents } from '#queries/use-action-events.ts'
import { StillTable } from '#table/still-table.tsx'
import { visibleColumns } from '#table/visible-columns.ts'
import { storedColumns } from './column-choice.ts'
import { actionEventColumns } from './columns.ts'
import { endTexts } from './end-texts.ts'
import { usualOrder } from './question.ts'
import { StatusLine } from './status-line.tsx'
import { tableLabel } from './table-label.ts'
import { ToolbarPlace } from './toolbar-place.tsx'
import styles from './view.module.css'

type Props = {
  /** The first page of the plain list. */
  readonly page: { readonly values: readonly ActionEvent[]; readonly has_more: boolean }
  /** How many rows to draw at most. */
  readonly most: number
  /** The moment at which the page came, in milliseconds since 1970. */
  readonly now: number
  readonly zone: string
}

/** The first rows of the plain list as `WorkflowActionsView` will draw them, without hooks and with nothing to press yet. */
export function FirstRows({ page: { values, has_more }, most, now, zone }: Props) {
  const columns = visibleColumns(actionEventColumns({ zone, onTask: () => undefined }), storedColumns())
  const more = has_more ? 'there' : 'none'
  const loaded: LoadedEvents = { ...unchanged, rows: values, asOf: now, more }
  return (
    <div className={styles.view}>
      <ToolbarPlace />
      <StatusLine loaded={loaded} count={unknown} filtered={false} zone={zone} />
      <StillTable
        label={tableLabel}
        columns={columns}
        rows={values.slice(0, most)}
        total={values.length}
        rowCount={has_more ? -1 : values.length + 1}
        order={usualOrder}
        footerSlot={<p className={styles.footer}>{endTexts[more]}</p>}
      />
    </div>
  )
}

const unchanged = { kind: 'rows', stale: false, notMore: undefined, notAgain: undefined } as const
const unknown = { value: undefined, failure: undefined }
