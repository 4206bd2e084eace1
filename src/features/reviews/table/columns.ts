import { createElement } from 'react'
import type { ReviewContext } from '#contract/reviews/review-context.ts'
import { nodeNames } from '#contract/reviews/result-fields.ts'
import type { Column, ColumnVisibility } from '#table/grid/column.ts'
import {
  attributeCell,
  decisionCell,
  lastTimeCell,
  decidedCell,
  decisionFits,
  decisionOnCard,
  mayCell,
  nodeCell,
  noteCell,
  reviewersCell,
  signOffCell,
  updatedCell,
  webhookCell,
} from './cells.tsx'
import { chooseBox } from './choose-box.tsx'
import { ChooseScreen } from './choose-screen.tsx'
import { decideOnFoot } from './decide-cell.tsx'
import type { RowView } from './row-view.ts'
import { attributeLabel, nodeLabels } from '../parts/labels.ts'

type Options = {
  /** The time zone of times (IANA name). */
  readonly zone: string
  /** The attributes of entities, by entity; undefined until they are known. */
  readonly attributes: ReviewContext['attributes'] | undefined
  /** Whether the reader decides rows at all. */
  readonly decides: boolean
  /** Whether rows are cards, which have their buttons along the foot. */
  readonly cards: boolean
  /** Whether access was compared with the review before. */
  readonly lastTime: boolean
}

/** The columns of the table of a review in their order, those for every attribute last. */
export function reviewColumns({
  zone,
  attributes,
  decides,
  cards,
  lastTime,
}: Options): readonly Column<RowView>[] {
  const buttons = decides && !cards
  return [
    ...(buttons ? [chooseColumn] : []),
    ...entityColumns,
    { id: 'may', header: 'May', size: 144, grow: 1.2, cell: mayCell, card: 'line', tip: mayTip },
    {
      id: 'decision',
      header: 'Decision',
      size: buttons ? 216 : 184,
      cell: cards ? decisionOnCard : buttons ? decidedCell : decisionCell,
      whole: decisionFits,
      orderBy: 'decision',
      card: 'lead',
      fixed: true,
    },
    ...(decides && cards ? [decideOnCard] : []),
    {
      id: 'notes',
      header: 'Note',
      size: 96,
      grow: 1,
      cell: noteCell,
      whole: ({ row }) => row.notes === '',
      card: 'line',
    },
    ...(lastTime ? [lastTimeColumn(zone)] : []),
    reviewersColumn,
    ...whatBecameOfIt(zone),
    ...attributeColumns(attributes),
  ]
}

/** What was of the access last time. */
function lastTimeColumn(zone: string): Column<RowView> {
  return {
    id: 'last_time',
    header: 'Last time',
    size: 200,
    grow: 1,
    cell: (view) => lastTimeCell(view, zone),
    card: 'line',
  }
}

/** The column in which rows are chosen. */
export const chooseId = 'chosen'

/** The fields that rows can be ordered by. */
export function ordersOf(columns: readonly Column<RowView>[]): readonly string[] {
  return columns.flatMap(({ orderBy }) => orderBy ?? [])
}

const reviewersColumn: Column<RowView> = {
  id: 'reviewers',
  header: 'Reviewers',
  size: 112,
  grow: 1,
  cell: reviewersCell,
  card: 'line',
}

/** Sign-off, integrations and the last change. */
function whatBecameOfIt(zone: string): readonly Column<RowView>[] {
  return [
    {
      id: 'signed_off',
      header: 'Sign-off',
      size: 108,
      cell: (view) => signOffCell(view, zone),
      whole: true,
      orderBy: 'signed_off_state',
    },
    { id: 'webhook', header: 'Webhook', size: 104, cell: webhookCell },
    {
      id: 'updated',
      header: 'Updated',
      size: 132,
      cell: (view) => updatedCell(view, zone),
      whole: true,
      orderBy: 'updated_at',
      firstDirection: 'desc',
      tip: `Times in ${zone}`,
    },
  ]
}

/** Its box stands beside the buttons of a card. */
const chooseColumn: Column<RowView> = {
  id: chooseId,
  header: 'Chosen',
  head: createElement(ChooseScreen),
  size: 24,
  cell: chooseBox,
  whole: true,
  fixed: true,
}

const decideOnCard: Column<RowView> = {
  id: 'decide',
  header: 'Decide',
  size: 176,
  cell: decideOnFoot,
  whole: true,
  card: 'foot',
  fixed: true,
}

const mayTip = 'What the access allows; the permissions of the system itself are behind the words'

const entityColumns: readonly Column<RowView>[] = [
  {
    id: 'source',
    header: nodeLabels.source,
    size: 144,
    grow: 1.6,
    cell: ({ row }) => nodeCell(row.source, 'Nobody'),
    orderBy: 'source.name',
    card: 'title',
    fixed: true,
  },
  {
    id: 'destination',
    header: nodeLabels.destination,
    size: 144,
    grow: 1.6,
    cell: ({ row }) => nodeCell(row.destination, 'Nothing'),
    orderBy: 'destination.name',
    card: 'line',
    fixed: true,
  },
  {
    id: 'waypoint',
    header: nodeLabels.waypoint,
    size: 112,
    grow: 1,
    cell: ({ row }) => nodeCell(row.waypoint, 'Directly'),
    orderBy: 'waypoint.name',
  },
]

/** A column for each attribute; their ids are the fields of the contract. */
function attributeColumns(attributes: Options['attributes']): readonly Column<RowView>[] {
  return nodeNames.flatMap((node) =>
    (attributes?.[node] ?? []).map((name) => ({
      id: `${node}.${name}`,
      header: attributeLabel(node, name),
      size: 112,
      grow: 1,
      cell: (view: RowView) => attributeCell(view, node, name),
      orderBy: `${node}.${name}`,
    })),
  )
}

type Usual = Pick<Options, 'attributes'> & {
  /** Whether integrations were told of any row. */
  readonly notified: boolean
  /** The columns whose every value is the same, which the head says instead. */
  readonly folded: readonly string[]
}

/**
 * Which columns show until the reader says otherwise: no attributes, what lies between only where something does, what
 * integrations said only where they were told of a row, and none that says the same in every row.
 */
export function usualColumns({ attributes, notified, folded }: Usual): ColumnVisibility {
  const hidden = [...attributeColumns(attributes).map(({ id }) => id), ...folded]
  const waypoint = (attributes?.waypoint.length ?? 0) > 0
  return { webhook: notified, waypoint, ...Object.fromEntries(hidden.map((id) => [id, false])) }
}
