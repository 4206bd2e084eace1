import type { ActionEvent } from '#contract/activity/action-event.ts'
import type { ActionEventOrderField } from '#contract/fields.ts'
import type { Column } from '#table/grid/column.ts'
import {
  changesCell,
  durationCell,
  idCell,
  identityCell,
  jobsCell,
  messageCell,
  policyCell,
  stateCell,
  taskCell,
  textCell,
  timeCell,
  typeCell,
} from './cells.tsx'
import { labels } from '../labels.ts'

type ColumnOptions = {
  /** The time zone of the two time columns (IANA name). */
  readonly zone: string
  /** Shows only the events of one task. */
  readonly onTask: (task: string) => void
  /** Opens the page of a task. */
  readonly onOpenTask: (task: string) => void
}

type Words = Pick<Column<ActionEvent>, 'id' | 'header' | 'cell' | 'size' | 'grow'>
/** The width of a column, and its share of the room that is left where it has one. */
type Width = number | readonly [size: number, grow: number]

function column(id: keyof typeof labels, width: Width, cell: Column<ActionEvent>['cell']): Words {
  const [size, grow] = typeof width === 'number' ? [width] : width
  return { id, header: labels[id], size, cell, ...(grow === undefined ? {} : { grow }) }
}

/** A column that the list can be ordered by. */
function ordered(id: ActionEventOrderField, width: Width, cell: Column<ActionEvent>['cell']) {
  return { ...column(id, width, cell), orderBy: id }
}

/** The columns of the table of action events, in their order. */
export function actionEventColumns(options: ColumnOptions): readonly Column<ActionEvent>[] {
  const { zone, onTask, onOpenTask } = options
  const time = (field: 'started_at' | 'completed_at') =>
    ({
      ...ordered(field, 140, (event) => timeCell(event, field, zone)),
      firstDirection: 'desc',
      tip: `Times in ${zone}`,
    }) as const
  const name = ordered('action_name', [128, 2], (event) => textCell(event.action_name, 'No name'))
  const workflow = (event: ActionEvent) => textCell(event.workflow_name, 'No workflow')
  const extraction = (event: ActionEvent) => idCell(event.extraction_event, 'No extraction event')
  return [
    { ...ordered('state', 104, stateCell), card: 'lead' },
    { ...name, card: 'title', fixed: true },
    { ...ordered('action_type', [120, 1.2], typeCell), card: 'line' },
    { ...ordered('workflow_name', [88, 1], workflow), card: 'line' },
    { ...ordered('policy_id', [96, 1], policyCell), header: labels.policy_name, tip: 'Sorted by its id' },
    { ...ordered('identity_name', [136, 1.5], identityCell), card: 'line' },
    {
      ...column('messages', [220, 3], messageCell),
      header: 'Message',
      card: 'wide',
      unordered: 'Messages are searched, and not sorted by.',
    },
    { ...time('started_at'), card: 'line' },
    time('completed_at'),
    {
      id: 'duration',
      header: 'Duration',
      size: 88,
      align: 'end',
      cell: durationCell,
      card: 'line',
      unordered: 'Worked out from the two times, and not sorted by.',
    },
    ordered('any_changes', 68, changesCell),
    { ...ordered('jobs_started', 64, (event) => jobsCell(event, onTask)), align: 'end', card: 'line' },
    ordered('policy_task', [96, 1], (event) => taskCell(event, onOpenTask)),
    ordered('extraction_event', [128, 1], extraction),
  ]
}
