import type { Certification } from './certification.ts'
import { type RowRuleInput, runs, type Verdict } from './review-rules.ts'
import type { ReviewSettings } from './review-settings.ts'

/** What somebody can do to a certification as a whole. */
export const certificationActions = ['edit', 'publish', 'end', 'complete', 'delete'] as const
export type CertificationAction = (typeof certificationActions)[number]

/** What the rules need to know about a certification and the person who acts. */
export type CertificationRuleInput = Pick<RowRuleInput, 'phase' | 'roles' | 'own'> & {
  /** Whether the due date has come. The server leaves it out, and names `due_date` where it refuses a draft for it. */
  readonly overdue?: boolean
  readonly counts: Pick<
    Certification,
    'total_result_count' | 'total_complete_count' | 'total_signed_off_count'
  >
  readonly settings: Pick<ReviewSettings, 'cert_completion_settings'>
}

/**
 * Whether a person may do this to a certification now (veza-api B.16, B.18, B.21): undefined, or why not. The page's
 * buttons and the server both ask it.
 */
export function mayRun(action: CertificationAction, ruleInput: CertificationRuleInput): Verdict {
  if (!runs(ruleInput))
    return {
      code: 'PermissionDenied',
      message: 'Only an admin, or the operator whose review it is, may do this.',
    }
  const { phase } = ruleInput
  switch (action) {
    case 'edit':
      return phase.startsWith('completed') || phase === 'expired' || phase === 'superseded'
        ? notNow('This review is closed.')
        : undefined
    case 'publish':
      if (phase !== 'draft') return notNow('Only a draft can be published.')
      return ruleInput.overdue ? notNow('The due date has passed; choose a later one.') : undefined
    case 'end':
      return phase === 'in progress' ? undefined : notNow('Only a review in progress can be ended.')
    case 'complete':
      return phase === 'in progress' || phase === 'expired, in grace'
        ? enoughDecided(ruleInput)
        : notNow('Only a review in progress can be completed.')
    case 'delete':
      return mayDelete(ruleInput)
    default:
      return notNow('This cannot be done.')
  }
}

/** The server also refuses where a person has changed something: that is not told from here. */
function mayDelete({ phase, counts }: CertificationRuleInput): Verdict {
  if (phase === 'superseded') return notNow('This review was replaced or deleted already.')
  if (phase === 'searching') return notNow('The rows of this review are still being gathered.')
  return phase === 'draft' || phase === 'failed' || counts.total_result_count === 0
    ? undefined
    : notNow('Only a draft, or a review without rows, can be deleted.')
}

/** What the completion setting asks for; by default every row has a decision that is signed off. */
function enoughDecided({ counts, settings }: CertificationRuleInput): Verdict {
  const { total_result_count: all, total_complete_count: decided, total_signed_off_count: signed } = counts
  switch (settings.cert_completion_settings.completion) {
    case 'COMPLETION_ALLOWED_ANYTIME':
      return undefined
    case 'COMPLETION_ALLOWED_ALL_ROWS_HAVE_DECISION':
      return decided >= all ? undefined : notNow(`${countOf(all - decided, all)} have no decision yet.`)
    default:
      return signed >= all ? undefined : notNow(`${countOf(all - signed, all)} are not signed off yet.`)
  }
}

const countOf = (some: number, all: number) =>
  `${some.toLocaleString('en')} of ${all.toLocaleString('en')} rows`

function notNow(message: string): Verdict {
  return { code: 'FailedPrecondition', message }
}
