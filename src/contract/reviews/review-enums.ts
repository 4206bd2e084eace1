import * as z from 'zod/mini'

/**
 * The decisions on a row; the place of each is its number in the API (seed, "Valid decisions"). Number 0 is an
 * unknown decision.
 */
export const decisions = [
  'RESULT_DECISION_UNKNOWN',
  'RESULT_DECISION_NONE',
  'RESULT_DECISION_ACCEPTED',
  'RESULT_DECISION_REJECTED',
  'RESULT_DECISION_FIXED',
] as const
export type Decision = (typeof decisions)[number]

/** The prefix of every decision's name; requests may leave it out (seed, "Valid decisions"). */
export const decisionPrefix = 'RESULT_DECISION_'

/** The sign-off states of a row; the place of each is its number in the API. */
export const signedOffStates = ['UNKNOWN_SIGNED_OFF', 'NOT_SIGNED_OFF', 'SIGNED_OFF'] as const
/** Other names that requests may use for a sign-off state, with the state that each stands for. */
export const otherSignedOffNames = { UNKNOWN: 'UNKNOWN_SIGNED_OFF' } as const

/** What an integration has reported about a row; the place of each status is its number in the API. */
export const notificationStatuses = ['UNKNOWN', 'PENDING', 'SUCCEED', 'FAILED'] as const
export type NotificationStatus = (typeof notificationStatuses)[number]

/**
 * The schema of an enumeration in requests: a number, or a name in any case, with or without `prefix`; `also` has
 * further names (veza-api 0.3, B.7). Gives the full name. Anything else is refused with the names that are taken, and
 * never counts as absent.
 */
export function enumInput<const T extends readonly string[]>(
  names: T,
  options: { readonly prefix?: string; readonly also?: Readonly<Record<string, T[number]>> } = {},
) {
  const read = (value: string | number): T[number] | undefined => {
    if (typeof value === 'number') return names[value]
    const name = value.toUpperCase()
    return (
      options.also?.[name] ??
      names.find((known) => known === name || known === `${options.prefix ?? ''}${name}`)
    )
  }
  return z.pipe(
    z
      .union([z.string(), z.number()], { error: `must be one of ${names.join(', ')}, or its number` })
      .check(
        z.refine((value) => read(value) !== undefined, `must be one of ${names.join(', ')}, or its number`),
      ),
    z.transform((value): T[number] => {
      const name = read(value)
      if (name === undefined) throw new Error('an enum passed its check and cannot be read')
      return name
    }),
  )
}

/** A decision in requests: `ACCEPTED`, `RESULT_DECISION_ACCEPTED` or 2. */
export const DecisionInput = enumInput(decisions, { prefix: decisionPrefix })
/** A sign-off state in requests: its name or its number. */
export const SignedOffInput = enumInput(signedOffStates, { also: otherSignedOffNames })
/** A notification status in requests: its name or its number. */
export const NotificationStatusInput = enumInput(notificationStatuses)
