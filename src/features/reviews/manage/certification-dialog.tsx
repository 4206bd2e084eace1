import type { CertificationAction } from '#contract/reviews/certification-rules.ts'
import { EditDialog } from './edit-dialog.tsx'
import { EndPhaseDialog } from './end-phase-dialog.tsx'
import type { Listed } from '../parts/listed.ts'

type Props = {
  readonly action: CertificationAction
  readonly one: Pick<Listed, 'certification' | 'name' | 'overdue'>
  readonly zone: string
  readonly onClose: () => void
}

/** The dialog in which something is done to a certification as a whole: its form, or the question whether it is meant. */
export function CertificationDialog({ action, one, zone, onClose }: Props) {
  if (action === 'edit') return <EditDialog one={one} zone={zone} onClose={onClose} />
  return <EndPhaseDialog one={one} verb={action} onClose={onClose} />
}
