import { actionStates, actionTypes } from '#contract/activity/action-event-enums.ts'
import type { Choice } from '#table/clauses/filter-spec.ts'
import { isolated } from '#std/isolate.ts'

type StateName = (typeof actionStates)[number]['name']
type Look = Required<Pick<Choice, 'icon' | 'tone'>>

const statePresentation: Record<StateName, Look> = {
  INITIAL: { icon: 'circle', tone: 'neutral' },
  RUNNING: { icon: 'play', tone: 'waiting' },
  COMPLETED: { icon: 'check', tone: 'done' },
  ERRORED: { icon: 'alert', tone: 'failed' },
  SKIPPED: { icon: 'skip', tone: 'neutral' },
  SCHEDULED: { icon: 'clock', tone: 'waiting' },
  PENDING: { icon: 'pause', tone: 'waiting' },
  BLOCKED: { icon: 'hand', tone: 'attention' },
  ABANDONED: { icon: 'ban', tone: 'attention' },
}

/** The nine states as the screen shows them. */
export const stateChoices: readonly (Choice & Look)[] = actionStates.map((state) => ({
  ...state,
  ...statePresentation[state.name],
}))

/** The fifteen action types as the screen shows them. */
export const typeChoices: readonly Choice[] = actionTypes

const states = new Map(stateChoices.map((choice) => [choice.name, choice]))
const types = new Map(typeChoices.map((choice) => [choice.name, choice]))

/** How a state is shown. One that the contract does not know is shown by its own name. */
export function stateOf(name: string): Choice & Look {
  return (
    states.get(name) ?? {
      name,
      label: name,
      meaning: 'A state that this version does not know',
      icon: 'circle',
      tone: 'neutral',
    }
  )
}

/** How an action type is shown. One that the contract does not know is shown by its own name. */
export function typeOf(name: string): Choice {
  return types.get(name) ?? { name, label: name, meaning: 'An action type that this version does not know' }
}

/** What a tooltip says of a choice: its wire name and the vendor's sentence. */
export function tipOf({ name, meaning }: Choice): string {
  return `${isolated(name)}: ${meaning}`
}
