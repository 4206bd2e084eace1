import { Refused } from '../../refused.ts'

const minute = 60_000
/** Of so long no more wrong tries are taken than are free. */
const windowMs = 15 * minute
const firstDelayMs = minute / 2
const maxDelayMs = 60 * minute
/** Tries of longer ago are forgotten. */
export const rememberedMs = 24 * 60 * minute

/** So many wrong tries are free of one network, and of all networks together where there is such a bound. */
export type FreeTries = { readonly network: number; readonly all?: number }

/** Wrong passwords of one account. Another network has tries of its own: a stranger keeps no owner out. */
export const passwordTries: FreeTries = { network: 10 }
/** Wrong codes of an app: they are short, so that a bound over all networks keeps them from being guessed. */
export const codeTries: FreeTries = { network: 10, all: 20 }
/** Wrong recovery codes: they are long, and let the owner in whose codes of the app somebody else has used up. */
export const recoveryCodeTries: FreeTries = { network: 10 }

/** Counts what is tried and not right, to slow guessing down. `store/sign-in/guesses.ts` implements it. */
export type Guesses = {
  /**
   * Counts a try before it is made, as a wrong one, so that any number of them at once count too. `account` is what is tried,
   * `address` where it comes from. Throws `Refused` ResourceExhausted (429, with the seconds to wait), and does not count it
   * then.
   */
  begin(account: string, address: string, free: FreeTries): Promise<Attempt>
}

/** A try that was counted. */
export type Attempt = {
  /** Whether it is the last that was free of its network. */
  readonly isLastFree: boolean
  /** Takes it back, with the others of its network: it was right. */
  right(): Promise<void>
}

/**
 * When the next try may be made, by the times of the wrong ones of the last day, the newest first; undefined for at once.
 * Where more are wrong than are free, each takes twice as long as the one before, half a minute to an hour.
 */
export function nextTry(wrong: readonly Date[], free: number): Date | undefined {
  const [last] = wrong
  const oldest = wrong[free - 1]
  if (!last || !oldest) return undefined
  const delay = Math.min(firstDelayMs * 2 ** (wrong.length - free), maxDelayMs)
  return new Date(Math.max(last.getTime() + delay, oldest.getTime() + windowMs))
}

/**
 * The refusal of a try that comes too early, in the same words for every account, whether it is there or not; `of` is what
 * the tries were counted of.
 */
export function tooManyTries(until: Date, now: Date, of: 'network' | 'account'): Refused {
  const retry_after = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1000))
  const minutes = Math.ceil(retry_after / 60)
  return new Refused({
    code: 'ResourceExhausted',
    reason: 'TOO_MANY_TRIES',
    message:
      of === 'network'
        ? 'Too many wrong tries for this account from your network.'
        : 'Too many wrong codes for this account.',
    resolution: `Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`,
    retry_after,
  })
}
