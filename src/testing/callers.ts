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
        await server().signIn(id, role)
        return { authorization: `Bearer ${await server().keyOf(aUser(id), ...held)}` }
      },
  }
}
