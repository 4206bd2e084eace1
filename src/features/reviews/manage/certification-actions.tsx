import { useId } from 'react'
import {
  type CertificationAction,
  certificationActions,
  type CertificationRuleInput,
  mayRun,
} from '#contract/reviews/certification-rules.ts'
import { Button } from '#ui/button.tsx'
import { Foreign } from '#ui/foreign.tsx'
import styles from './certification-actions.module.css'

type Props = {
  readonly ruleInput: CertificationRuleInput
  /** `menu`: below one another, each with why it cannot be done; `row`: beside one another, the reasons below. */
  readonly look: 'menu' | 'row'
  readonly onPick: (action: CertificationAction) => void
}

const labels: Readonly<Record<CertificationAction, string>> = {
  edit: 'Edit …',
  publish: 'Publish …',
  end: 'End now …',
  complete: 'Complete …',
  delete: 'Delete …',
}

/** What can be done to a certification as a whole; a button that cannot be pressed stays, and why not is said. */
export function CertificationActions({ ruleInput, look, onPick }: Props) {
  const id = useId()
  const offered = certificationActions.filter((action) => isOffered(action, ruleInput))
  return (
    <div className={styles[look]}>
      {offered.map((action) => {
        const verdict = mayRun(action, ruleInput)
        return (
          <div key={action}>
            <Button
              aria-disabled={verdict !== undefined}
              aria-describedby={verdict && `${id}-${action}`}
              onClick={() => !verdict && onPick(action)}
            >
              {labels[action]}
            </Button>
            {verdict && (
              <p id={`${id}-${action}`} className={styles.why}>
                <Foreign text={verdict.message} />
              </p>
            )}
          </div>
        )
      })}
    </div>
  )
}

/** What is published stays published, and what is over has ended: nobody looks for the button there. */
function isOffered(action: CertificationAction, { phase }: CertificationRuleInput): boolean {
  if (action === 'publish') return phase === 'draft'
  return action !== 'end' || phase === 'in progress'
}
