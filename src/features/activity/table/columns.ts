import type { ActionEvent } from '#contract/activity/action-event.ts'
import type { Column } from '#table/grid/column.ts'
import {
  changesCell,
  durationCell,
  idCell,
  identityCell,
  jobsCell,
  policyCell,
  stateCell,
  taskCell,
  textCell,
  timeCell,
  typeCell,
} from './cells.tsx'
import { labels } from '../labels.ts'

type Given = {
  /** The time zone of the two time columns (IANA name). */
  readonly zone: string
  /** Shows only the events of one task. */
  readonly onTask: (task: string) => void
}

type Words = Pick<Column<ActionEvent>, 'id' | 'header' | 'cell' | 'width'>

function column(id: keyof typeof labels, width: string, cell: Column<ActionEvent>['cell']): Words {
  return { id, header: labels[id], width, cell }
}

/** The columns of the table of action events, in their order. */
export function actionEventColumns({ zone, onTask }: Given): readonly Column<ActionEvent>[] {
  const time = (field: 'started_at' | 'completed_at') =>
    ({
      ...column(field, '8.75rem', (event) => timeCell(event, field, zone)),
      orderBy: field,
      firstDirection: 'desc',
      tip: `Times in ${zone}`,
    }) as const
  const name = column('action_name', 'minmax(8rem, 2fr)', (event) => textCell(event.action_name, 'No name'))
  const workflow = (event: ActionEvent) => textCell(event.workflow_name, 'No workflow')
  const extraction = (event: ActionEvent) => idCell(event.extraction_event, 'No extraction event')
  return [
    { ...column('state', '6.5rem', stateCell), orderBy: 'state', card: 'lead' },
    { ...name, card: 'title', fixed: true },
    { ...column('action_type', 'minmax(7.5rem, 1.2fr)', typeCell), orderBy: 'action_type', card: 'line' },
    { ...column('workflow_name', 'minmax(5.5rem, 1fr)', workflow), card: 'line' },
    {
      ...column('policy_id', 'minmax(6rem, 1fr)', policyCell),
      header: labels.policy_name,
      orderBy: 'policy_id',
    },
    {
      ...column('identity_name', 'minmax(8.5rem, 1.5fr)', identityCell),
      orderBy: 'identity_name',
      card: 'line',
    },
    { ...time('started_at'), card: 'line' },
    time('completed_at'),
    { id: 'duration', header: 'Duration', width: '5.5rem', align: 'end', cell: durationCell, card: 'line' },
    column('any_changes', '4.25rem', changesCell),
    { ...column('jobs_started', '4rem', (event) => jobsCell(event, onTask)), align: 'end', card: 'line' },
    column('policy_task', 'minmax(6rem, 1fr)', (event) => taskCell(event, onTask)),
    column('extraction_event', 'minmax(8rem, 1fr)', extraction),
  ]
}
