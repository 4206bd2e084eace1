import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { OpenedLink } from '#contract/session/sign-in.ts'
import { useOpenLink } from '#queries/session/links.ts'
import { ErrorPanel } from '#ui/error-panel.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { SignInLayout } from '../parts/layout.tsx'
import { type LinkKind, linkTrouble } from './link-words.ts'

type Props = {
  readonly kind: LinkKind
  readonly title: string
  /** The token that the address had. */
  readonly token: string | undefined
  /** What stands here once the link is known to be good. */
  readonly children: (link: OpenedLink, token: string) => ReactNode
}

/** A page that a one-time link leads to: it asks what the link is for, without using it up, and says what is wrong with it. */
export function LinkPage({ kind, title, token, children }: Props) {
  const [link, setLink] = useState<OpenedLink>()
  const { start, failure } = useOpenLink(setLink)
  const hasAsked = useRef(false)
  useEffect(() => {
    // Once; again by a press only.
    if (token !== undefined && !hasAsked.current) start(token)
    hasAsked.current = true
  }, [token, start])
  const trouble = token === undefined ? linkTrouble(kind, undefined) : failure && linkTrouble(kind, failure)
  return (
    <SignInLayout title={title}>
      {trouble ? (
        <ErrorPanel
          title={trouble.title}
          message={trouble.message}
          advice={trouble.advice}
          onRetry={trouble.canRetry && token !== undefined ? () => start(token) : undefined}
        />
      ) : link && token !== undefined ? (
        children(link, token)
      ) : (
        <Skeleton label="Looking at the link" rows={4} />
      )}
    </SignInLayout>
  )
}
