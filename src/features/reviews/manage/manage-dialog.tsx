import type { CertificationAction } from '#contract/reviews/certification-rules.ts'
import { EditDialog } from './edit-dialog.tsx'
import { EndPhaseDialog } from './end-phase-dialog.tsx'
import type { Listed } from '../parts/listed.ts'

/** A certification by its id, and what is about to be done to it as a whole. */
export type Managed = {
  readonly certification_id: string
  readonly action: CertificationAction
}

type Props = {
  readonly managed: Managed | undefined
  readonly listed: readonly Listed[]
  readonly zone: string
  readonly onClose: () => void
}

/** The dialog of what was chosen in the menu of a certification. It stays when the list is drawn in another shape. */
export function ManageDialog({ managed, listed, zone, onClose }: Props) {
  const one = listed.find(({ certification }) => certification.certification_id === managed?.certification_id)
  if (!managed || !one) return null
  const { action } = managed
  if (action === 'edit') return <EditDialog one={one} zone={zone} onClose={onClose} />
  return <EndPhaseDialog one={one} verb={action} onClose={onClose} />
}
