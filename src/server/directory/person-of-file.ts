import type { UserKey } from '#contract/people.ts'
import type { Role } from '#contract/permissions.ts'

/** A person as a directory file or the `users` command gives them; what is absent stays as it is. */
export type PersonOfFile = UserKey & {
  readonly email?: string
  readonly name?: string
  readonly roles?: readonly Role[]
  /** Null where there is none. */
  readonly manager?: UserKey | null
}
