import { type ComponentType, useState } from 'react'
import type { FailureCause } from '#contract/activity/failures.ts'
import type { ExportDialogProps, ExportRequest } from '#queries/exports/export-request.ts'
import { Button } from '#ui/button.tsx'
import { useExportRefusal } from '../export-refusal.ts'
import { listWords } from '../query/list-words.ts'
import { withInstants } from '../query/read-list-query.ts'
import { outcomeWords } from './outcomes.ts'
import type { FailuresAddressState } from './use-failures-address.ts'

type Props = {
  readonly cause: FailureCause
  readonly address: FailuresAddressState
  readonly zone: string
  readonly ExportDialog: ComponentType<ExportDialogProps>
}

/** Exports the identities that are listed of a cause, each once at each of its places. */
export function ExportIdentities({ cause, address, zone, ExportDialog }: Props) {
  const { became } = address
  const search = withInstants(address)
  const request: ExportRequest = {
    name: undefined,
    target: { kind: 'identities', cause: cause.cause_id, filter: search.text, became },
    words: [...listWords(search, zone), ...outcomeWords(became)],
    cause_message: cause.message,
    order: undefined,
  }
  return <ExportOf label="Export identities …" request={request} zone={zone} ExportDialog={ExportDialog} />
}

/** Exports the events of a cause. */
export function ExportEvents({ cause, address, zone, ExportDialog }: Props) {
  const search = withInstants(address)
  const request: ExportRequest = {
    name: undefined,
    target: { kind: 'events', filter: search.text, cause: cause.cause_id, order_by: 'started_at desc' },
    words: listWords(search, zone),
    cause_message: cause.message,
    order: 'Started, descending',
  }
  return <ExportOf label="Export events …" request={request} zone={zone} ExportDialog={ExportDialog} />
}

type ExportOfProps = Pick<Props, 'zone' | 'ExportDialog'> & {
  readonly label: string
  readonly request: ExportRequest
}

/** The button that opens the dialog of an export, for those who may. */
function ExportOf({ label, request, zone, ExportDialog }: ExportOfProps) {
  const [chosen, setChosen] = useState<ExportRequest>()
  return (
    <>
      <Button icon="download" refusal={useExportRefusal()} onClick={() => setChosen(request)}>
        {label}
      </Button>
      {chosen && <ExportDialog request={chosen} zone={zone} onClose={() => setChosen(undefined)} />}
    </>
  )
}
