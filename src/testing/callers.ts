import type { Role, Scope } from '#contract/permissions.ts'
import { aUser } from './review-data.ts'
import type { TestServer } from './start-server.ts'

/**
 * Who calls in a matrix of permissions: gives the headers of a person's session, or of their key with some scopes. They are
 * made when they are asked for: the server is there only then.
 */
export function callersOf(server: () => TestServer) {
  return {
    session: (id: string, role: Role) => async () => ({ cookie: await server().signIn(id, role) }),
    key:
      (id: string, role: Role, ...held: Scope[]) =>
      async () => {
        // Made as an admin, who may have a key for anything: what it may do hangs on what its owner is now.
        await server().signIn(id, 'admin')
        const made = await server().keyOf(aUser(id), ...held)
        await server().signIn(id, role)
        return { authorization: `Bearer ${made}` }
      },
  }
}
