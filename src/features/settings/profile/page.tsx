import { Fact, Facts } from '#ui/facts.tsx'
import { Foreign } from '#ui/foreign.tsx'
import { FormField } from '#ui/form-field.tsx'
import { Hint, Problem } from '#ui/hint.tsx'
import type { SettingsPageProps, ZoneSetting } from '../parts/page-props.ts'
import { SettingsSection } from '../parts/section.tsx'
import styles from './profile.module.css'

/** Who the reader is here, and in which time zone they read. */
export function ProfilePage({ session, zone }: SettingsPageProps) {
  const { name, roles, user } = session.actor
  return (
    <>
      <Facts>
        <Fact name="Name">
          <Foreign text={name} />
        </Fact>
        <Fact name="Email">{user.email ? <Foreign text={user.email} /> : 'none'}</Fact>
        <Fact name="Roles">{roles.length > 0 ? roles.join(', ') : 'none'}</Fact>
      </Facts>
      <Hint>
        {session.roles_from_claims
          ? 'Your identity provider decides your roles, anew at each sign-in. If one is missing, ask there.'
          : 'An admin gives and takes roles. If one is missing, ask an admin.'}
      </Hint>
      <SettingsSection title="Time zone">
        <ZoneField zone={zone} isKept={session.method !== 'entrance'} />
      </SettingsSection>
    </>
  )
}

type ZoneProps = { readonly zone: ZoneSetting; readonly isKept: boolean }

function ZoneField({ zone, isKept }: ZoneProps) {
  const { choice, choose, problem } = zone
  const here = new Intl.DateTimeFormat().resolvedOptions().timeZone
  const others = Intl.supportedValuesOf('timeZone').filter((name) => name !== 'UTC')
  const hint = isKept
    ? 'All times are shown in it, on every computer on which you sign in.'
    : 'All times are shown in it, in this browser: accounts of the demonstration keep nothing.'
  return (
    <div className={styles.zone}>
      <FormField label="Times are shown in" hint={hint}>
        {(wiring) => (
          <select {...wiring} value={choice} onChange={(event) => choose(event.target.value)}>
            <option value="local">The zone of the computer ({here} here)</option>
            <option value="utc">UTC</option>
            {others.map((name) => (
              <option key={name} value={name}>
                {name.replaceAll('_', ' ')}
              </option>
            ))}
          </select>
        )}
      </FormField>
      <Problem
        text={
          problem === undefined ? undefined : `It holds in this browser only, and was not kept: ${problem}`
        }
      />
    </div>
  )
}
