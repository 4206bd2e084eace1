import { Fact, Facts } from '#ui/facts.tsx'
import { Foreign } from '#ui/foreign.tsx'
import type { SettingsPageProps } from '../parts/page-props.ts'

/** Who the reader is here. */
export function ProfilePage({ session }: SettingsPageProps) {
  const { name, roles, user } = session.actor
  return (
    <Facts>
      <Fact name="Name">
        <Foreign text={name} />
      </Fact>
      <Fact name="Email">{user.email ? <Foreign text={user.email} /> : 'none'}</Fact>
      <Fact name="Roles">{roles.length > 0 ? roles.join(', ') : 'none'}</Fact>
    </Facts>
  )
}
