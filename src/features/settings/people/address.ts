import type { UserKey } from '#contract/people.ts'
import { settingsPagePath } from '../address.ts'

/** The list of people. */
export const peoplePath = settingsPagePath('people')

/** Where a directory file is put in. */
export const importPath = `${peoplePath}/import`

/** The page of one person. */
export function personPath({ user_type, id }: UserKey): string {
  return `${peoplePath}/${encodeURIComponent(user_type)}/${encodeURIComponent(id)}`
}

/** What was done to the account of one person, and by them. */
export function accountLogPathOf({ user_type, id }: UserKey): string {
  return `${settingsPagePath('account-log')}?${new URLSearchParams({ user_type, id })}`
}

/** What an address below the list of people names: the list, the import, a person, or nothing that there is. */
export function readPeoplePath(pathname: string): 'list' | 'import' | UserKey | undefined {
  const parts = pathname.slice(peoplePath.length).split('/').filter(Boolean).map(decoded)
  const [user_type, id] = parts
  if (user_type === undefined) return 'list'
  if (parts.length === 1) return user_type === 'import' ? 'import' : undefined
  return parts.length === 2 && id !== undefined ? { user_type, id } : undefined
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    // Not an address of ours: it names nobody.
    return part
  }
}
