import type { Decision } from '#contract/reviews/review-enums.ts'
import type { Choice } from '#table/clauses/filter-spec.ts'
import { isolated } from '#std/isolate.ts'

type Look = Required<Pick<Choice, 'icon' | 'tone'>> & {
  /** The icon as a sign that the usual systems have in a font. */
  readonly glyph: string
}

/** The decisions as the screen shows them. */
export const decisionChoices: readonly (Choice & Look & { readonly name: Decision })[] = [
  {
    name: 'RESULT_DECISION_NONE',
    label: 'To decide',
    meaning: 'No decision has been made',
    icon: 'circle',
    glyph: '○',
    tone: 'neutral',
  },
  {
    name: 'RESULT_DECISION_ACCEPTED',
    label: 'Accepted',
    meaning: 'The access described in the result row is acceptable',
    icon: 'check',
    glyph: '✓',
    tone: 'done',
  },
  {
    name: 'RESULT_DECISION_REJECTED',
    label: 'Rejected',
    meaning: "The access described in the result row isn't correct",
    icon: 'close',
    glyph: '✕',
    tone: 'failed',
  },
  {
    name: 'RESULT_DECISION_FIXED',
    label: 'Fixed',
    meaning: 'The access was rejected, but has been fixed',
    icon: 'skip',
    glyph: '»',
    tone: 'waiting',
  },
]

const known = new Map<string, Choice & Look>(decisionChoices.map((choice) => [choice.name, choice]))

/** Whether a decision is one of the contract. */
export function isKnownDecision(name: string): boolean {
  return known.has(name)
}

/** How a decision is shown. One that the contract does not know is shown by its own name. */
export function decisionLook(name: string): Choice & Look {
  return (
    known.get(name) ?? {
      name,
      label: isolated(name),
      meaning: 'A decision that this version does not know',
      icon: 'circle',
      glyph: '○',
      tone: 'neutral',
    }
  )
}

/** Whether a row is signed off, as the screen shows it. */
export const signOffChoices: readonly Choice[] = [
  { name: 'NOT_SIGNED_OFF', label: 'Not signed off', meaning: 'The row can still be changed' },
  { name: 'SIGNED_OFF', label: 'Signed off', meaning: 'The row is closed: only an admin can open it again' },
]
