import type { ReactNode } from 'react'
import type { FailureIdentity } from '#contract/activity/failures.ts'
import type { Column } from '#table/grid/column.ts'
import { TwoLines } from '#table/grid/two-lines.tsx'
import { isolated } from '#std/isolate.ts'
import { Badge } from '#ui/badge.tsx'
import { minuteText } from '#ui/clock-text.ts'
import { Foreign } from '#ui/foreign.tsx'
import { Muted } from '#ui/muted.tsx'
import { numberText } from '#ui/number-text.ts'
import { BecameBy } from './became-by.tsx'
import { presentationOf } from './outcomes.ts'

type Options = {
  /** The time zone of times (IANA name). */
  readonly zone: string
  /** The query of the page's address, which links keep. */
  readonly query: string
}

/** The columns of the identities of a cause, in their order. */
export function identityColumns({ zone, query }: Options): readonly Column<FailureIdentity>[] {
  return [
    {
      id: 'identity',
      header: 'Identity',
      size: 150,
      grow: 1.5,
      cell: identityCell,
      card: 'title',
      fixed: true,
    },
    { id: 'became', header: 'What became', size: 130, cell: becameCell, card: 'lead' },
    {
      id: 'by',
      header: 'By',
      size: 220,
      grow: 2,
      cell: (row) => <BecameBy row={row} query={query} />,
      card: 'line',
    },
    { id: 'action', header: 'Action', size: 130, grow: 1, cell: actionCell, card: 'line' },
    { id: 'policy', header: 'Policy', size: 110, grow: 1, cell: policyCell },
    {
      id: 'events',
      header: 'Failures',
      size: 64,
      align: 'end',
      cell: ({ events }) => numberText(events),
      card: 'line',
    },
    {
      id: 'last',
      header: 'Last failure',
      size: 140,
      cell: ({ last }) => timeCell(last.at, zone),
      card: 'line',
      tip: `When it ended; where nobody knows that, when it started. Times in ${zone}`,
    },
  ]
}

function identityCell({ identity_name, identity_id }: FailureIdentity): ReactNode {
  if (!identity_name && !identity_id) return <Muted>No identity</Muted>
  return (
    <TwoLines
      under={
        <code>
          <Foreign text={identity_id} />
        </code>
      }
    >
      {identity_name ? <Foreign text={identity_name} /> : <Muted>No name</Muted>}
    </TwoLines>
  )
}

function becameCell({ became }: FailureIdentity): ReactNode {
  const { label, tone, icon, meaning } = presentationOf(became)
  return (
    <Badge tone={tone} icon={icon} tip={meaning}>
      {label}
    </Badge>
  )
}

function actionCell({ action_name, workflow_name }: FailureIdentity): ReactNode {
  const workflow = workflow_name || 'No workflow'
  return (
    <TwoLines under={<Foreign text={workflow} />} tip={isolated(`${action_name} · ${workflow}`)}>
      <Foreign text={action_name} />
    </TwoLines>
  )
}

function policyCell({ policy_name, policy_id }: FailureIdentity): ReactNode {
  if (!policy_name && !policy_id) return <Muted>No policy</Muted>
  return <Foreign data-tip={isolated(policy_id)} text={policy_name || policy_id} />
}

function timeCell(at: string | null, zone: string): ReactNode {
  if (at === null) return <Muted>Not known</Muted>
  return (
    <time dateTime={at} data-tip={at}>
      {minuteText(at, zone)}
    </time>
  )
}
