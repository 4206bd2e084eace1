import type { ReviewContext } from '#contract/reviews/review-calls.ts'
import { nodeNames } from '#contract/reviews/result-fields.ts'
import type { Column, ColumnVisibility } from '#table/grid/column.ts'
import {
  attributeCell,
  decisionCell,
  decisionFits,
  mayCell,
  mayFits,
  nodeCell,
  noteCell,
  reviewersCell,
  signOffCell,
  updatedCell,
  webhookCell,
} from './cells.tsx'
import { decideCell } from './decide-cell.tsx'
import type { RowView } from './row-view.ts'
import { attributeLabel, nodeLabels } from './labels.ts'

type Given = {
  /** The time zone of times (IANA name). */
  readonly zone: string
  /** The attributes of entities, by entity; undefined until they are known. */
  readonly attributes: ReviewContext['attributes'] | undefined
  /** Whether the reader decides rows at all. */
  readonly decides: boolean
}

/** The columns of the table of a review in their order, those for every attribute last. */
export function reviewColumns({ zone, attributes, decides }: Given): readonly Column<RowView>[] {
  const decide = {
    id: 'decide',
    header: 'Decide',
    width: '11rem',
    cell: decideCell,
    whole: true,
    card: 'foot',
  } as const
  return [
    ...entityColumns,
    {
      id: 'may',
      header: 'May',
      width: '7.5rem',
      cell: mayCell,
      whole: mayFits,
      card: 'line',
      tip: mayTip,
    },
    {
      id: 'decision',
      header: 'Decision',
      width: '11.5rem',
      cell: decisionCell,
      whole: decisionFits,
      orderBy: 'decision',
      card: 'lead',
      fixed: true,
    },
    ...(decides ? [decide] : []),
    {
      id: 'notes',
      header: 'Note',
      width: 'minmax(6rem, 1fr)',
      cell: noteCell,
      whole: ({ row }) => row.notes === '',
      card: 'line',
    },
    { id: 'reviewers', header: 'Reviewers', width: 'minmax(7rem, 1fr)', cell: reviewersCell, card: 'line' },
    {
      id: 'signed_off',
      header: 'Sign-off',
      width: '6.75rem',
      cell: (view) => signOffCell(view, zone),
      whole: true,
      orderBy: 'signed_off_state',
    },
    { id: 'webhook', header: 'Webhook', width: '6.5rem', cell: webhookCell },
    {
      id: 'updated',
      header: 'Updated',
      width: '8.25rem',
      cell: (view) => updatedCell(view, zone),
      whole: true,
      orderBy: 'updated_at',
      firstDirection: 'desc',
      tip: `Times in ${zone}`,
    },
    ...attributeColumns(attributes),
  ]
}

const mayTip = 'Create, Read, Update, Delete; the whole words and the raw permissions are behind the letters'

const entityColumns: readonly Column<RowView>[] = [
  {
    id: 'source',
    header: nodeLabels.source,
    width: 'minmax(9rem, 1.6fr)',
    cell: ({ row }) => nodeCell(row.source, 'Nobody'),
    orderBy: 'source.name',
    card: 'title',
    fixed: true,
  },
  {
    id: 'destination',
    header: nodeLabels.destination,
    width: 'minmax(9rem, 1.6fr)',
    cell: ({ row }) => nodeCell(row.destination, 'Nothing'),
    orderBy: 'destination.name',
    card: 'line',
    fixed: true,
  },
  {
    id: 'waypoint',
    header: nodeLabels.waypoint,
    width: 'minmax(7rem, 1fr)',
    cell: ({ row }) => nodeCell(row.waypoint, 'Directly'),
    orderBy: 'waypoint.name',
  },
]

/** A column for each attribute; their ids are the fields of the contract. */
function attributeColumns(attributes: Given['attributes']): readonly Column<RowView>[] {
  return nodeNames.flatMap((node) =>
    (attributes?.[node] ?? []).map((name) => ({
      id: `${node}.${name}`,
      header: attributeLabel(node, name),
      width: 'minmax(7rem, 1fr)',
      cell: (view: RowView) => attributeCell(view, node, name),
      orderBy: `${node}.${name}`,
    })),
  )
}

/**
 * Which columns show until the reader says otherwise: no attributes, what lies between only where something does, and
 * what integrations said only where they were told of a row (`notified`).
 */
export function usualColumns(attributes: Given['attributes'], notified: boolean): ColumnVisibility {
  const hidden = attributeColumns(attributes).map(({ id }) => [id, false])
  const waypoint = (attributes?.waypoint.length ?? 0) > 0
  return { webhook: notified, waypoint, ...Object.fromEntries(hidden) }
}
