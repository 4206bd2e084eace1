import { type ComponentType, useState } from 'react'
import type { FailureCause } from '#contract/activity/failures.ts'
import { permissions } from '#contract/permissions.ts'
import type { ExportDialogProps, ExportRequest } from '#queries/exports/export-request.ts'
import { useSession } from '#queries/session/session.ts'
import { Button } from '#ui/button.tsx'
import { listWords } from '../query/list-words.ts'
import { messageText } from './message-parts.ts'
import type { FailuresAddressState } from './use-failures-address.ts'

type Props = {
  readonly cause: FailureCause
  readonly address: FailuresAddressState
  readonly zone: string
  readonly ExportDialog: ComponentType<ExportDialogProps>
}

/** Exports the identities that are listed of a cause, or its events, for those who may. */
export function CauseExports({ cause, address, zone, ExportDialog }: Props) {
  const session = useSession()
  const [request, setRequest] = useState<ExportRequest>()
  const mayExport = !session || session.actor.roles.some((role) => exporters.includes(role))
  const refusal = mayExport ? undefined : notYours
  const { filter, became, search } = address
  const base = {
    name: undefined,
    words: listWords(search, zone),
    cause_message: messageText(cause.message),
  }
  const { cause_id } = cause
  return (
    <>
      <Button
        icon="download"
        refusal={refusal}
        onClick={() =>
          setRequest({
            ...base,
            target: { kind: 'identities', cause: cause_id, filter, became, order_by: '' },
            order: 'Newest failures first',
          })
        }
      >
        Export identities …
      </Button>
      <Button
        icon="download"
        refusal={refusal}
        onClick={() =>
          setRequest({
            ...base,
            target: { kind: 'events', filter, cause: cause_id, order_by: 'started_at desc' },
            order: 'Started, descending',
          })
        }
      >
        Export events …
      </Button>
      {request && <ExportDialog request={request} zone={zone} onClose={() => setRequest(undefined)} />}
    </>
  )
}

const exporters: readonly string[] = permissions['activity:export'].roles
const notYours = 'Auditors and admins take the log away as a file. Ask an admin for the role of an auditor.'
