import type { Failure } from '#contract/errors.ts'

/** What a link is for: to make the first admin, or to set a password. */
export type LinkKind = 'set-up' | 'password'

/** What is wrong with a link, and what makes a new one. */
export type LinkTrouble = {
  readonly title: string
  readonly message: string
  readonly advice: string
  readonly canRetry: boolean
}

const newLink: Readonly<Record<LinkKind, string>> = {
  'set-up': 'For a new one, run on the server: npm run users -- set-up-link',
  password:
    'Ask an admin for a new one (Settings, People), or run on the server: npm run users -- reset --email EMAIL',
}

const words = {
  LINK_OVER: {
    title: 'This link does not work any more',
    message: 'It works once and for a limited time: it was used, or its time is over.',
  },
  LINK_EXPIRED: { title: 'This link is too old', message: 'It worked for a limited time, which is over.' },
  LINK_USED: { title: 'This link has been used', message: 'It works once, and somebody has used it.' },
  LINK_UNKNOWN: {
    title: 'This link is not known here',
    message:
      'It may have been cut off when it was copied, belong to another server, or be older than a newer one.',
  },
  NONE: {
    title: 'There is no link here',
    message:
      'This page is opened by a link, and takes it out of the address at once. If you have not used the link yet, open it once more.',
  },
} as const

/** What to say of a link that the server refuses; without a failure, of an address that came without one. */
export function linkTrouble(kind: LinkKind, failure: Failure | undefined): LinkTrouble {
  if (!failure) return { ...words.NONE, advice: newLink[kind], canRetry: false }
  const { status, reason = '', message, resolution } = failure
  if (reason === 'ADMIN_EXISTS')
    return {
      title: 'There is an admin already',
      message: 'This link makes the first admin only, and somebody has become it.',
      advice: 'If you have an account, sign in. Otherwise ask the admin to add you.',
      canRetry: false,
    }
  if (Object.hasOwn(words, reason))
    return { ...words[reason as keyof typeof words], advice: newLink[kind], canRetry: false }
  if (status === 404 || status === 400)
    return { ...words.LINK_UNKNOWN, advice: newLink[kind], canRetry: false }
  return {
    title: 'The link could not be looked at',
    message,
    advice: resolution || 'Try again in a moment.',
    canRetry: true,
  }
}
