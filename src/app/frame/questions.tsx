import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import type { Pause } from '#decisions/outcome.ts'
import type { Session } from '#contract/session/session.ts'
import { tellOthers } from '#features/sign-in/parts/news.ts'
import { useLookAgain } from '#features/sign-in/again/use-look-again.ts'
import { useReplaceSession } from '#queries/session/session.ts'
import { useOutbox, useOutboxStatus } from '#queries/session/use-outbox.ts'
import { useConnection } from '#queries/provider.tsx'
import { Button } from '#ui/button.tsx'
import { lazyDialog } from '#ui/lazy-part.tsx'
import { setSignInQuestion } from '#ui/signed-out.ts'
import { endProof, proofQuestion } from '../proof.ts'
import { rememberSession } from '../remember-session.ts'
import { askInPlace, putOffSignIn, sessionEnd, sessionHasEnded, sessionIsBack } from '../session-end.ts'

const ProofDialog = lazyDialog(
  'Is it still you?',
  () => import('#features/sign-in/prove/dialog.tsx'),
  (module) => module.ProofDialog,
)
const AgainDialog = lazyDialog(
  'Your session has ended',
  () => import('#features/sign-in/again/dialog.tsx'),
  (module) => module.AgainDialog,
)

type Props = { readonly session: Session }

/** What the page asks its person about their session, over whatever is open: a fresh proof, or to sign in again. */
export function Questions({ session }: Props) {
  const isAsked = useSyncExternalStore(proofQuestion.subscribe, proofQuestion.isAsked)
  useEffect(() => tellOthers(), [])
  return (
    <>
      <Again session={session} />
      {isAsked && <ProofDialog onClose={endProof} />}
    </>
  )
}

/** Has the person sign in again in place. Until it is known who is signed in, nothing is sent. */
function Again({ session }: Props) {
  const end = useSyncExternalStore(sessionEnd.subscribe, sessionEnd.get)
  const { paused } = useOutboxStatus()
  const outbox = useOutbox(session)
  const connection = useConnection()
  const replace = useReplaceSession()
  const why = end?.why
  useEffect(() => {
    if (why) outbox.pause(why)
  }, [outbox, why])
  useEffect(() => {
    if (paused) sessionHasEnded(paused)
  }, [paused])
  const isPutOff = end?.isPutOff === true
  useEffect(() => {
    if (!isPutOff) return undefined
    setSignInQuestion(askInPlace)
    return () => setSignInQuestion(undefined)
  }, [isPutOff])
  const goOn = useCallback(
    (now: Session) => {
      rememberSession(now)
      replace(now)
      sessionIsBack()
      outbox.personIsBack()
      connection.askAgain()
      tellOthers()
    },
    [outbox, connection, replace],
  )
  const { other, isKnown, look } = useLookAgain(session, end !== undefined, goOn)
  useEffect(() => {
    if (other) sessionHasEnded('other account')
  }, [other])
  // What was put off opens again by a press.
  const [putOff, setPutOff] = useState<Pause>()
  const nextPutOff = isPutOff ? why : why && putOff
  if (nextPutOff !== putOff) setPutOff(nextPutOff)
  if (!end) return null
  const isOthers = why === 'other account'
  if (isPutOff)
    return (
      <Button onClick={askInPlace}>
        {isOthers ? 'Somebody else is signed in' : 'Signed out: sign in again'}
      </Button>
    )
  return (
    <AgainDialog
      session={session}
      other={other}
      isLooking={isOthers && !isKnown}
      isAsked={putOff === why}
      onLook={look}
      onGoOn={leaveTo}
      onClose={putOffSignIn}
    />
  )
}

/** The page is read anew as another person; what was written on it goes. */
function leaveTo(other: Session): void {
  sessionStorage.clear()
  rememberSession(other)
  location.reload()
}
