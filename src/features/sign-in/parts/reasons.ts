import type { ProviderReason } from '#contract/session/sign-in.ts'

/** What happened, and what to do about it. */
type Words = { readonly title: string; readonly advice: string }

const words: Readonly<Record<ProviderReason, Words>> = {
  NO_ACCESS: {
    title: 'You have signed in, but nobody here is known under that identity.',
    advice: 'Ask an admin of Countersign to add you, and give them the reference.',
  },
  NO_ROLES: {
    title: 'You have signed in, but you have no role here.',
    advice: 'Ask an admin of Countersign for one, and give them the reference.',
  },
  REFUSED_AT_PROVIDER: {
    title: 'The sign-in was stopped or refused at your identity provider.',
    advice: 'Try again; if it stays so, ask whoever looks after the identity provider.',
  },
  PROVIDER_AWAY: {
    title: 'Your identity provider does not answer.',
    advice: 'Try again in a few minutes.',
  },
  TOO_LATE: { title: 'The sign-in took too long.', advice: 'Begin again.' },
  OTHER_BROWSER: {
    title: 'The sign-in was begun in another browser or window.',
    advice: 'Begin again, and end it where you have begun it.',
  },
  OTHER_PERSON: {
    title: 'That was another person than the one who is signed in here.',
    advice: 'Choose the same account at the identity provider as before.',
  },
  NOT_FRESH: {
    title: 'Your identity provider did not ask again who you are.',
    advice: 'Sign out there first, then try again.',
  },
  FAILED: {
    title: 'The sign-in failed on this server.',
    advice: 'Try again; if it stays so, tell an admin of Countersign.',
  },
  NOT_VERIFIED: {
    title: 'What the identity provider sent could not be verified.',
    advice: 'Begin again; if it stays so, tell an admin of Countersign.',
  },
}

/** The words for a reason as it stands in an address; general ones for a reason that this page does not know. */
export function reasonWords(reason: string): Words {
  if (Object.hasOwn(words, reason)) return words[reason as ProviderReason]
  return { title: 'The sign-in came to nothing.', advice: 'Begin again.' }
}

/** The reference in an address by which an admin can look up what happened: letters and digits only. */
export function referenceIn(search: URLSearchParams): string | undefined {
  const reference = search.get('reference') ?? ''
  return /^[0-9A-Za-z]{4,16}$/.test(reference) ? reference : undefined
}
