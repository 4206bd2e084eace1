import type { ComponentType } from 'react'
import { permissions, type Role } from '#contract/permissions.ts'
import { lazyModule } from '#ui/lazy-module.ts'
import { lazyPart } from '#ui/lazy-part.tsx'
import type { SettingsPageProps } from './parts/page-props.ts'

/** One page of the settings. */
export type SettingsPage = {
  /** Its part of the address: `/settings/NAME`, and all that stands below it. */
  readonly name: string
  readonly title: string
  /** Under which of the two headings it is listed. */
  readonly group: 'own' | 'everybody'
  /** The roles that have it; everybody has it where there are none. The server decides what they get. */
  readonly roles?: readonly Role[]
  readonly Page: ComponentType<SettingsPageProps>
}

const profile = lazyModule(
  () => import('./profile/page.tsx'),
  (module) => module.ProfilePage,
)
const sessions = lazyModule(
  () => import('./sessions/page.tsx'),
  (module) => module.SessionsPage,
)
const security = lazyModule(
  () => import('./security/page.tsx'),
  (module) => module.SecurityPage,
)

const keys = lazyModule(
  () => import('./keys/page.tsx'),
  (module) => module.KeysPage,
)
const people = lazyModule(
  () => import('./people/page.tsx'),
  (module) => module.PeoplePage,
)
const accountLog = lazyModule(
  () => import('./log/page.tsx'),
  (module) => module.AccountLogPage,
)

/** Every page of the settings, in the order of the list beside them. */
export const settingsPages: readonly SettingsPage[] = [
  { name: 'profile', title: 'Profile', group: 'own', Page: lazyPart(profile) },
  { name: 'sessions', title: 'Sessions', group: 'own', Page: lazyPart(sessions) },
  { name: 'security', title: 'Password and second factors', group: 'own', Page: lazyPart(security) },
  {
    name: 'keys',
    title: 'API keys',
    group: 'own',
    roles: permissions['keys:manage'].roles,
    Page: lazyPart(keys),
  },
  {
    name: 'people',
    title: 'People',
    group: 'everybody',
    roles: permissions['people:read'].roles,
    Page: lazyPart(people),
  },
  {
    name: 'account-log',
    title: 'Account log',
    group: 'everybody',
    roles: permissions['people:read'].roles,
    Page: lazyPart(accountLog),
  },
]
