import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useProviderSignIn } from '#queries/session/sign-in.ts'
import { Button } from '#ui/button.tsx'
import { ButtonRow } from '#ui/button-row.tsx'
import { onNews } from './news.ts'
import { StepProblem, stepRefusal, useWait } from '#ui/step-problem.tsx'

type Props = {
  readonly name: string
  /** Whether the provider is to ask again who it is, also of somebody who is signed in there. */
  readonly fresh?: boolean
  /** The same, where the person need not be that of the session. */
  readonly ask?: boolean
  /** Called when the other window says that somebody has signed in there. */
  readonly onNews: () => void
}

/**
 * A sign-in at the identity provider in another window, which the press itself opens: browsers block any other. Where it
 * is blocked all the same, a link opens a tab.
 */
export function ProviderWindow({ name, fresh = false, ask = false, onNews: heard }: Props) {
  const opened = useRef<Window>(null)
  const [blocked, setBlocked] = useState<string>()
  const [isOpen, setOpen] = useState(false)
  const begin = useProviderSignIn((url) => {
    if (!opened.current || opened.current.closed) return setBlocked(url)
    opened.current.location.replace(url)
    setOpen(true)
  })
  const wait = useWait(begin.failure)
  const onMessage = useEffectEvent(heard)
  useEffect(() => onNews(() => onMessage()), [])
  const press = () => {
    setBlocked(undefined)
    opened.current = window.open('', 'countersign-sign-in', 'popup,width=520,height=720')
    begin.start({ window: true, ...(fresh ? { fresh } : {}), ...(ask ? { ask } : {}) })
  }
  return (
    <>
      {begin.failure && <StepProblem title="Not signed in." failure={begin.failure} wait={wait} />}
      <div>
        <ButtonRow>
          <Button look="primary" refusal={stepRefusal(begin.isUnderWay, wait)} onClick={press}>
            Sign in with {name}
          </Button>
          {blocked !== undefined && (
            <a href={blocked} target="_blank" rel="noreferrer">
              Open it in a new tab
            </a>
          )}
        </ButtonRow>
        <output>
          {blocked !== undefined
            ? 'The browser did not open the window.'
            : isOpen && 'Go on in the window that has opened. This page waits for you.'}
        </output>
      </div>
    </>
  )
}
