import { Link } from 'react-router'
import type { UserKey } from '#contract/people.ts'
import { sameUser } from '#contract/people.ts'
import type { DirectoryPerson } from '#contract/session/people-calls.ts'
import { usePerson } from '#queries/directory/people.ts'
import { Badge } from '#ui/badge.tsx'
import { minuteText } from '#ui/clock-text.ts'
import { ErrorPanel } from '#ui/error-panel.tsx'
import { Fact, Facts } from '#ui/facts.tsx'
import { FailureLine } from '#ui/failure-line.tsx'
import { Foreign } from '#ui/foreign.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import type { SettingsPageProps } from '../parts/page-props.ts'
import { SettingsSection } from '../parts/section.tsx'
import { AccessSection } from './access-section.tsx'
import { accountLogPathOf, peoplePath } from './address.ts'
import { nameOf, signInWords } from './people-words.ts'
import { RolesSection } from './roles-section.tsx'
import { SessionsSection } from './sessions-section.tsx'
import { SignInSection } from './sign-in-section.tsx'
import styles from './people.module.css'

type Props = SettingsPageProps & { readonly person: UserKey; readonly mayChange: boolean }

/** One person: who they are, their roles, how they sign in, where they are signed in, and whether they have access. */
export function PersonPage({ person: key, mayChange, session, zone }: Props) {
  const { value: person, failure, retry } = usePerson(key)
  if (!person)
    return failure ? (
      <ErrorPanel
        title={failure.status === 404 ? 'There is no such person' : 'This person could not be read'}
        message={failure.message}
        advice={failure.resolution || undefined}
        requestId={failure.request_id || undefined}
        onRetry={failure.status === 404 ? undefined : retry}
      />
    ) : (
      <Skeleton label="Loading the person" rows={6} />
    )
  const isOwn = sameUser(session.actor.user, person)
  return (
    <>
      <Link to={peoplePath}>All people</Link>
      {failure && <FailureLine message={`Not up to date. ${failure.message}`} onRetry={retry} />}
      <Who person={person} zone={zone.name} isOwn={isOwn} />
      {mayChange ? (
        <>
          <RolesSection key={person.roles.join()} person={person} isOwn={isOwn} />
          <SignInSection person={person} zone={zone.name} />
          <SessionsSection person={person} zone={zone.name} isOwn={isOwn} />
          <AccessSection person={person} isOwn={isOwn} />
        </>
      ) : (
        <p>You read this page; admins change what it says.</p>
      )}
    </>
  )
}

type WhoProps = { readonly person: DirectoryPerson; readonly zone: string; readonly isOwn: boolean }

function Who({ person, zone, isOwn }: WhoProps) {
  const { user_type, id, email, demo, deactivated_at, roles } = person
  return (
    <SettingsSection title={isOwn ? `${nameOf(person)} (you)` : nameOf(person)}>
      {(deactivated_at !== null || demo) && (
        <p className={styles.badges}>
          {deactivated_at !== null && (
            <Badge tone="attention" icon="ban">
              {`Deactivated ${minuteText(deactivated_at, zone)}`}
            </Badge>
          )}
          {demo && (
            <Badge tone="neutral" icon="info">
              Of the demonstration
            </Badge>
          )}
        </p>
      )}
      <Facts>
        <Fact name="Email">
          <Foreign text={email || 'none'} />
        </Fact>
        <Fact name="Id">
          <Foreign text={id} />
        </Fact>
        <Fact name="Type">
          <Foreign text={user_type} />
        </Fact>
        <Fact name="Roles">{roles.join(', ') || 'none'}</Fact>
        <Fact name={person.sign_in.length > 0 ? 'Signs in by' : 'Sign-in'}>{signInWords(person)}</Fact>
      </Facts>
      <Link to={accountLogPathOf(person)}>What was done to their account, and by them</Link>
    </SettingsSection>
  )
}
