import type { ApiKey } from '#contract/session/keys.ts'
import { useServerTime } from '#queries/use-server-time.ts'
import { Badge } from '#ui/badge.tsx'
import { Button } from '#ui/button.tsx'
import { minuteText } from '#ui/clock-text.ts'
import { Fact, Facts } from '#ui/facts.tsx'
import { Foreign } from '#ui/foreign.tsx'
import { Card } from '../parts/cards.tsx'
import { scopeWords } from './scope-words.ts'
import { BulletList } from '../parts/bullet-list.tsx'

type Props = {
  readonly apiKey: ApiKey
  readonly zone: string
  readonly showsOwner: boolean
  readonly onRevoke: () => void
}

/** One key: what it is for, what it can do, until when, and when it was last used. */
export function KeyCard({ apiKey, zone, showsOwner, onRevoke }: Props) {
  const { id, name, owner, scopes, created_at, expires_at, revoked_at, last_used_at, from_terminal } = apiKey
  const end = Date.parse(expires_at)
  const isExpired = end <= useServerTime((now) => (end > now ? end : undefined))
  const title = name || `Key ${id}`
  return (
    <Card
      head={
        <>
          <h2>
            <Foreign text={title} />
          </h2>
          {revoked_at !== null ? (
            <Badge tone="neutral" icon="close">
              Revoked
            </Badge>
          ) : isExpired ? (
            <Badge tone="neutral" icon="close">
              Expired
            </Badge>
          ) : (
            <Button aria-label={`Revoke ${title}`} onClick={onRevoke}>
              Revoke …
            </Button>
          )}
        </>
      }
    >
      <BulletList label={`What ${title} can do`}>
        {scopes.map((scope) => (
          <li key={scope}>{scopeWords(scope)}</li>
        ))}
      </BulletList>
      <Facts look="columns">
        {showsOwner && (
          <Fact name="Of">
            <Foreign text={owner.name || owner.email || owner.id} />
          </Fact>
        )}
        <Fact name="Last used">{last_used_at === null ? 'never' : minuteText(last_used_at, zone)}</Fact>
        {revoked_at === null ? (
          <Fact name={isExpired ? 'Expired' : 'Works until'}>{minuteText(expires_at, zone)}</Fact>
        ) : (
          <Fact name="Revoked">{minuteText(revoked_at, zone)}</Fact>
        )}
        <Fact name="Made">
          {minuteText(created_at, zone)}
          {from_terminal ? ', in a terminal' : ''}
        </Fact>
        <Fact name="Begins with">
          <code>csk_{id}_</code>
        </Fact>
      </Facts>
    </Card>
  )
}
