import type { CertificationAction } from '#contract/reviews/certification-rules.ts'
import { EditDialog } from './edit-dialog.tsx'
import { EndNowDialog } from './end-now-dialog.tsx'
import { EndPhaseDialog } from './end-phase-dialog.tsx'
import type { ListedCertification } from '../parts/listed.ts'

type Props = {
  readonly action: CertificationAction
  readonly listed: Pick<ListedCertification, 'certification' | 'name' | 'overdue'>
  readonly zone: string
  readonly onClose: () => void
  /** It was ended: what its rows are may be something else now. */
  readonly onEnded?: (() => void) | undefined
}

/** The dialog in which something is done to a certification as a whole: its form, or the question whether it is meant. */
export function CertificationDialog({ action, listed, zone, onClose, onEnded }: Props) {
  if (action === 'edit') return <EditDialog listed={listed} zone={zone} onClose={onClose} />
  if (action === 'end') return <EndNowDialog listed={listed} onClose={onClose} onEnded={onEnded} />
  return <EndPhaseDialog listed={listed} verb={action} onClose={onClose} />
}
