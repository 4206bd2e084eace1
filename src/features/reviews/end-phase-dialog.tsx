import { useListedSteps } from '#queries/use-certification-changes.ts'
import { autofocus } from '#ui/autofocus.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { fieldErrorsOf } from './field-errors.ts'
import { FormFoot } from './form-field.tsx'
import styles from './form.module.css'
import type { Listed } from './listing.ts'

type Props = {
  readonly one: Listed
  readonly verb: 'publish' | 'complete'
  readonly onClose: () => void
}

const words = {
  publish: {
    title: 'Publish',
    doing: 'Publishing',
    what: 'Its reviewers see it from then on and can decide its rows. It cannot become a draft again.',
  },
  complete: {
    title: 'Complete',
    doing: 'Completing',
    what: 'Its decisions are final then. For seven days an admin can still force a change.',
  },
} as const

/** Asks once more before a draft is published or a certification completed, saying what stands. */
export function EndPhaseDialog({ one: { certification, name }, verb, onClose }: Props) {
  const { title, doing, what } = words[verb]
  const { take, busy, failure } = useListedSteps(certification.certification_id)
  const { rest } = fieldErrorsOf(failure, [])
  const counts = [
    ['rows', certification.total_result_count],
    ['decided', certification.total_complete_count],
    ['rejected', certification.total_rejected_count],
    ['signed off', certification.total_signed_off_count],
  ] as const
  return (
    <Dialog title={`${title} ${name}`} onClose={onClose}>
      <div className={styles.form}>
        <p>{what}</p>
        <p>{counts.map(([label, count]) => `${count.toLocaleString('en')} ${label}`).join(' · ')}</p>
        <FormFoot verb={doing} busy={busy} rest={rest}>
          <Button look="primary" disabled={busy} onClick={() => take({ kind: verb }, onClose)}>
            {title}
          </Button>
          <Button ref={autofocus} onClick={onClose}>
            Cancel
          </Button>
        </FormFoot>
      </div>
    </Dialog>
  )
}
