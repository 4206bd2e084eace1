import * as z from 'zod/mini'

/** The decisions on a row by their number (seed, "Valid decisions"; 0 stands for a decision that is not known). */
export const decisions = [
  'RESULT_DECISION_UNKNOWN',
  'RESULT_DECISION_NONE',
  'RESULT_DECISION_ACCEPTED',
  'RESULT_DECISION_REJECTED',
  'RESULT_DECISION_FIXED',
] as const
export type Decision = (typeof decisions)[number]

/** What stands before the decisions, and may be left out where they are given (seed, "Valid decisions"). */
export const decisionPrefix = 'RESULT_DECISION_'

export const signedOffStates = ['UNKNOWN_SIGNED_OFF', 'NOT_SIGNED_OFF', 'SIGNED_OFF'] as const
/** The other name of a sign-off state, which requests may give. */
export const otherSignedOffNames = { UNKNOWN: 'UNKNOWN_SIGNED_OFF' } as const

export const notificationStatuses = ['UNKNOWN', 'PENDING', 'SUCCEED', 'FAILED'] as const
export type NotificationStatus = (typeof notificationStatuses)[number]

/**
 * An enum as requests give it: the number, or the name in any case, with or without `prefix` (veza-api 0.3, B.7).
 * Anything else is refused with the names, never taken as "unchanged".
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

export const DecisionInput = enumInput(decisions, { prefix: decisionPrefix })
export const SignedOffInput = enumInput(signedOffStates, { also: otherSignedOffNames })
export const NotificationStatusInput = enumInput(notificationStatuses)
