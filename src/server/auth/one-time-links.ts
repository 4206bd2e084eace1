import type { UserKey } from '#contract/people.ts'

/** What a link is for: the first admin, or a (new) password of somebody. */
export type LinkPurpose = 'set-up' | 'password'

/** A link that was just made. The database keeps a hash alone, so this is the only copy of its token. */
export type MadeLink = { readonly token: string; readonly expires: Date }

/** What a link that still works is for, and of whom it is where it is somebody's. */
export type OpenLink = {
  readonly purpose: LinkPurpose
  readonly person: UserKey | undefined
  readonly expires: Date
}

const pages: Readonly<Record<LinkPurpose, string>> = { 'set-up': '/set-up', password: '/set-password' }

/** The address of a link at `origin`. The token stands behind `#`, where no server and no log sees it. */
export function addressOf(origin: string, purpose: LinkPurpose, token: string): string {
  return `${origin}${pages[purpose]}#${token}`
}
