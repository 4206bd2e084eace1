import { type FailureOutcome, failureOutcomes } from '#contract/activity/failures.ts'
import type { Tone } from '#ui/badge.tsx'
import type { IconName } from '#ui/icon.tsx'
import { numberText } from '#ui/number-text.ts'

/** How an outcome is shown. `words` stand after a number. */
export type OutcomePresentation = {
  readonly label: string
  readonly words: string
  readonly tone: Tone
  readonly icon: IconName
  readonly meaning: string
}

const presentations: Readonly<Record<FailureOutcome, OutcomePresentation>> = {
  STILL_BROKEN: {
    label: 'Still broken',
    words: 'still broken',
    tone: 'failed',
    icon: 'alert',
    meaning: 'No real run has completed since the last failure of this cause',
  },
  BROKEN_AGAIN: {
    label: 'Broken again',
    words: 'broken again',
    tone: 'failed',
    icon: 'alert',
    meaning: 'It completed later, and then failed for another cause',
  },
  RUNNING_AGAIN: {
    label: 'Running again',
    words: 'running again',
    tone: 'waiting',
    icon: 'play',
    meaning: 'No real run has completed since; one goes on or is to come',
  },
  ABANDONED: {
    label: 'Abandoned',
    words: 'abandoned',
    tone: 'attention',
    icon: 'ban',
    meaning: 'No real run has completed since, and it was abandoned',
  },
  UNKNOWN_ORDER: {
    label: 'Unknown order',
    words: 'of unknown order',
    tone: 'neutral',
    icon: 'clock',
    meaning:
      'A time is missing or the same as another, or no identity is named: which came later is not known',
  },
  FIXED: {
    label: 'Fixed later',
    words: 'fixed later',
    tone: 'done',
    icon: 'check',
    meaning: 'A real run completed later, and nothing has failed after it',
  },
}

/** How an outcome is shown; one that this page does not know, by its own name. */
export function presentationOf(name: string): OutcomePresentation {
  return (
    Object.entries(presentations).find(([known]) => known === name)?.[1] ?? {
      label: name,
      words: name,
      tone: 'neutral',
      icon: 'circle',
      meaning: 'An outcome that this version does not know',
    }
  )
}

/** The choice of an outcome as a part of a filter in words; none where all are wanted. */
export function outcomeWords(became: string | undefined): readonly string[] {
  return became === undefined ? [] : [`What became of them is ${presentationOf(became).label}`]
}

/** How often something has become of the failures of a cause. */
export type Became = { readonly of: string; readonly places: number }

/** The same in one order for all causes: what is broken first, what is not known to this page last; none of nought. */
export function orderedBecame(became: readonly Became[]): readonly Became[] {
  const order: readonly string[] = failureOutcomes
  const rank = ({ of }: Became) => (order.includes(of) ? order.indexOf(of) : order.length)
  return became.filter(({ places }) => places > 0).toSorted((a, b) => rank(a) - rank(b))
}

/** For how many identities, each at each place once, it is told what has become of them. */
export function placesOf(became: readonly Became[]): number {
  return became.reduce((sum, { places }) => sum + places, 0)
}

/** `12 still broken`. */
export function becameText({ of, places }: Became): string {
  return `${numberText(places)} ${presentationOf(of).words}`
}

/** Whether any of it is broken now. */
export function isBroken(became: readonly Became[]): boolean {
  return became.some(({ of, places }) => places > 0 && (of === 'STILL_BROKEN' || of === 'BROKEN_AGAIN'))
}

/** How many are still broken. */
export function stillBroken(became: readonly Became[]): number {
  return became.find(({ of }) => of === 'STILL_BROKEN')?.places ?? 0
}

/** What stands before a number of a cause while events that may be of it have no known cause yet (`unsorted`). */
export function atLeast(unsorted: number): string {
  return unsorted > 0 ? 'at least ' : ''
}

/** What some numbers are called that may become more or less once the causes of all events are known. */
export function soFar(name: string, unsorted: number): string {
  return unsorted > 0 ? `${name} so far` : name
}
