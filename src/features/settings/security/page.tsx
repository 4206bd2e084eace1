import { useState } from 'react'
import type { SecondFactors } from '#contract/session/sign-in.ts'
import { useSecondFactors } from '#queries/session/second-factors.ts'
import { ErrorPanel } from '#ui/error-panel.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { SettingsSection } from '../parts/section.tsx'
import type { SettingsPageProps } from '../parts/page-props.ts'
import { AppSection } from './app-section.tsx'
import { ChangePassword } from './change-password.tsx'
import { Passkeys } from './passkeys.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'
import { RecoverySection } from './recovery-section.tsx'

/** The password and the second factors of the reader. */
export function SecurityPage({ session, zone }: SettingsPageProps) {
  const { value, failure, retry } = useSecondFactors()
  const [codes, setCodes] = useState<readonly string[]>()
  if (codes) return <RecoveryCodes codes={codes} onKept={() => setCodes(undefined)} />
  if (!value)
    return failure ? (
      <ErrorPanel
        title="Your second factors could not be read"
        message={failure.message}
        advice={failure.resolution || undefined}
        requestId={failure.request_id || undefined}
        onRetry={retry}
      />
    ) : (
      <Skeleton label="Loading your second factors" rows={6} />
    )
  if (!value.password && session.method !== 'password' && session.method !== 'passkey')
    return <NoLocalAccount method={session.method} />
  return (
    <>
      <p>{requirement(value)}</p>
      {value.password && (
        <SettingsSection title="Password">
          <ChangePassword email={session.actor.user.email} />
        </SettingsSection>
      )}
      <AppSection factors={value} />
      <RecoverySection factors={value} onCodes={setCodes} />
      <Passkeys factors={value} zone={zone.name} />
    </>
  )
}

function requirement({ required }: SecondFactors): string {
  return required
    ? 'Your role takes a second factor at each sign-in, so the last one cannot be taken away.'
    : 'Your role takes no second factor. With one, a stolen password opens nothing.'
}

function NoLocalAccount({ method }: { readonly method: string | undefined }) {
  return (
    <p>
      {method === 'oidc'
        ? 'You sign in at your identity provider: your password and your second factors are kept and changed there.'
        : 'You came in without an account of your own, so there is no password and no second factor to change.'}
    </p>
  )
}
