import { useState } from 'react'
import type { ListedSession } from '#contract/session/sign-in.ts'
import { useEndOtherSessions, useEndSession, useSessions } from '#queries/session/own-account.ts'
import { Badge } from '#ui/badge.tsx'
import { Button } from '#ui/button.tsx'
import { ButtonRow } from '#ui/button-row.tsx'
import { minuteText } from '#ui/clock-text.ts'
import { ErrorPanel } from '#ui/error-panel.tsx'
import { Fact, Facts } from '#ui/facts.tsx'
import { Foreign } from '#ui/foreign.tsx'
import { Hint } from '#ui/hint.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { StepProblem, useWait } from '#ui/step-problem.tsx'
import type { SettingsPageProps } from '../parts/page-props.ts'
import { Card, CardList } from '../parts/cards.tsx'
import { deviceWords, methodWords } from './device-words.ts'

/** Where the reader is signed in, and how to end it there. */
export function SessionsPage({ zone }: SettingsPageProps) {
  const { value, failure, retry } = useSessions()
  if (!value)
    return failure ? (
      <ErrorPanel
        title="Your sessions could not be read"
        message={failure.message}
        advice={failure.resolution || undefined}
        requestId={failure.request_id || undefined}
        onRetry={retry}
      />
    ) : (
      <Skeleton label="Loading your sessions" rows={4} />
    )
  const inOrder = [...value].sort((a, b) => Number(b.current) - Number(a.current))
  return (
    <>
      <p>
        Every browser in which you are signed in. If there is one that you do not know, end it, then change
        your password.
      </p>
      <Others count={value.filter(({ current }) => !current).length} />
      <CardList label="Your sessions">
        {inOrder.map((session) => (
          <SessionCard key={session.id} session={session} zone={zone.name} />
        ))}
      </CardList>
    </>
  )
}

function Others({ count }: { readonly count: number }) {
  const [ended, setEnded] = useState<number>()
  const { start, isUnderWay, failure } = useEndOtherSessions(setEnded)
  const wait = useWait(failure)
  const refusal = count === 0 ? 'There are no others.' : isUnderWay ? 'They are being ended.' : undefined
  return (
    <>
      {failure && <StepProblem title="Not ended." failure={failure} wait={wait} />}
      <ButtonRow>
        <Button refusal={refusal} onClick={() => start()}>
          End all others
        </Button>
        <Hint as="output">
          {ended === undefined ? '' : ended === 1 ? '1 session was ended.' : `${ended} sessions were ended.`}
        </Hint>
      </ButtonRow>
    </>
  )
}

type CardProps = { readonly session: ListedSession; readonly zone: string }

function SessionCard({ session, zone }: CardProps) {
  const { id, method, created_at, last_used_at, expires_at, user_agent, address, current } = session
  const { start, isUnderWay, failure } = useEndSession(() => undefined)
  const wait = useWait(failure)
  const device = deviceWords(user_agent)
  return (
    <Card
      head={
        <>
          <h2>{device}</h2>
          {current ? (
            <Badge tone="done" icon="check">
              This browser
            </Badge>
          ) : (
            <Button
              aria-label={`End the session of ${device}`}
              refusal={isUnderWay ? 'It is being ended.' : undefined}
              onClick={() => start(id)}
            >
              End
            </Button>
          )}
        </>
      }
    >
      {failure && <StepProblem title="Not ended." failure={failure} wait={wait} />}
      <Facts look="columns">
        <Fact name="Last used">{minuteText(last_used_at, zone)}</Fact>
        <Fact name="Signed in">
          {minuteText(created_at, zone)}, {methodWords(method)}
        </Fact>
        <Fact name="Ends">{minuteText(expires_at, zone)}</Fact>
        {address && (
          <Fact name="Address">
            <Foreign text={address} />
          </Fact>
        )}
      </Facts>
    </Card>
  )
}
