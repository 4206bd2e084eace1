import { type ReactNode, useEffect, useState } from 'react'
import type { Session } from '#contract/session/session.ts'
import { useReadSessionAnew } from '#queries/session/session.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { Foreign } from '#ui/foreign.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { SignInLayout } from '../parts/layout.tsx'
import { type LinkKind, linkTrouble } from './link-words.ts'

type Props = {
  readonly kind: LinkKind
  /** Sets up the second factor of a session that lets its person do nothing else yet. */
  readonly enrolment: () => ReactNode
}

/** A page of a link without its link, after a reload for one: it goes on as far as the session of the browser has come. */
export function NoLink({ kind, enrolment }: Props) {
  const read = useReadSessionAnew()
  const [session, setSession] = useState<Session | 'none'>()
  useEffect(() => {
    let isLeft = false
    const take = (now: Session | 'none') => {
      if (!isLeft) setSession(now)
    }
    // Where nobody answers, signing in is what is left to try.
    void read()
      .catch(() => undefined)
      // Who came in without proof has not gone on with the link: they are somebody else, or the open entrance's.
      .then((now) => take(now === undefined || now.method === 'entrance' ? 'none' : now))
    return () => {
      isLeft = true
    }
  }, [read])
  if (session === undefined)
    return (
      <SignInLayout title="One moment">
        <Skeleton label="Looking whether you are signed in" rows={4} />
      </SignInLayout>
    )
  if (session === 'none') return <NotSignedIn kind={kind} />
  if (session.state?.stage === 'enrol')
    return <SignInLayout title="One more thing before you go in">{enrolment()}</SignInLayout>
  return <SignedIn session={session} />
}

/* Links that load the page anew: it may be somebody else's by now than it was when it was loaded. */

function SignedIn({ session }: { readonly session: Session }) {
  const hasFactors = session.state?.proofs.some((proof) => proof === 'TOTP' || proof === 'PASSKEY')
  return (
    <SignInLayout title="You are signed in">
      <p>
        As <Foreign text={session.actor.name} />. <a href="/">Go on to Countersign</a>
      </p>
      {hasFactors && (
        <p>
          Your recovery codes were shown once. If you have not kept them,{' '}
          <a href="/settings/security">make new ones</a>.
        </p>
      )}
    </SignInLayout>
  )
}

function NotSignedIn({ kind }: { readonly kind: LinkKind }) {
  const { title, message, advice } = linkTrouble(kind, undefined)
  return (
    <SignInLayout title="Sign in to go on">
      <p>
        If you have set your password already, <a href="/sign-in">sign in with it</a>.
      </p>
      <EmptyState title={title}>
        {message} {advice}
      </EmptyState>
    </SignInLayout>
  )
}
