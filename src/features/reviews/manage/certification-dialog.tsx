import type { CertificationAction } from '#contract/reviews/certification-rules.ts'
import { EditDialog } from './edit-dialog.tsx'
import { EndPhaseDialog } from './end-phase-dialog.tsx'
import type { ListedCertification } from '../parts/listed.ts'

type Props = {
  readonly action: CertificationAction
  readonly listed: Pick<ListedCertification, 'certification' | 'name' | 'overdue'>
  readonly zone: string
  readonly onClose: () => void
}

/** The dialog in which something is done to a certification as a whole: its form, or the question whether it is meant. */
export function CertificationDialog({ action, listed, zone, onClose }: Props) {
  if (action === 'edit') return <EditDialog listed={listed} zone={zone} onClose={onClose} />
  return <EndPhaseDialog listed={listed} verb={action} onClose={onClose} />
}
