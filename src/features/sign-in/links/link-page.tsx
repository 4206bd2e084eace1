import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { OpenedLink } from '#contract/session/sign-in.ts'
import { useOpenLink } from '#queries/session/links.ts'
import { ErrorPanel } from '#ui/error-panel.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { SignInLayout } from '../parts/layout.tsx'
import { type LinkKind, linkTrouble } from './link-words.ts'
import { NoLink } from './no-link.tsx'

type Props = {
  readonly kind: LinkKind
  readonly title: string
  /** The token that the address had. */
  readonly token: string | undefined
  /** Sets up the second factor of who is signed in that far, where the address came without a link. */
  readonly enrolment: () => ReactNode
  /** What stands here once the link is known to be good. */
  readonly children: (link: OpenedLink, token: string) => ReactNode
}

/** A page that a one-time link leads to: it asks what the link is for, without using it up, and says what is wrong with it. */
export function LinkPage({ kind, title, token, enrolment, children }: Props) {
  const [link, setLink] = useState<OpenedLink>()
  const { start, failure } = useOpenLink(setLink)
  const hasAsked = useRef(false)
  useEffect(() => {
    // Once; again by a press only.
    if (token !== undefined && !hasAsked.current) start(token)
    hasAsked.current = true
  }, [token, start])
  if (token === undefined) return <NoLink kind={kind} enrolment={enrolment} />
  const trouble = failure && linkTrouble(kind, failure)
  return (
    <SignInLayout title={title}>
      {trouble ? (
        <ErrorPanel
          title={trouble.title}
          message={trouble.message}
          advice={trouble.advice}
          onRetry={trouble.canRetry ? () => start(token) : undefined}
        />
      ) : link ? (
        children(link, token)
      ) : (
        <Skeleton label="Looking at the link" rows={4} />
      )}
    </SignInLayout>
  )
}
