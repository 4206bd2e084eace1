import type { Role } from '#contract/permissions.ts'
import { createPasswords } from '#server/auth/passwords.ts'
import { closeEntrance } from '#server/store/sign-in/entrance.ts'
import { makePasswordLink } from '#server/store/sign-in/one-time-links.ts'
import { aUser } from './review-data.ts'
import { type Answer, pageHeaders, type TestServer } from './start-server.ts'

/** The password of every account that tests make. */
export const goodPassword = 'a wolf takes the tram'

let hashed: Promise<string> | undefined

/** Makes `aUser(id)` a person with these roles and `goodPassword`. */
export async function addAccount(server: TestServer, id: string, ...roles: Role[]): Promise<void> {
  await server.signIn(id, ...roles)
  const { db } = server.database.store
  const { user_type } = aUser(id)
  await db.deleteFrom('session').where('actor', '=', id).execute()
  const password_hash = await (hashed ??= createPasswords().hash(goodPassword))
  await db.insertInto('local_account').values({ user_type, person_id: id, password_hash }).execute()
}

/** The token of a link by which `aUser(id)` sets a password. */
export async function passwordLinkOf({ database }: TestServer, id: string, now: Date): Promise<string> {
  return (await makePasswordLink(database.store.db, aUser(id), 'terminal', now)).token
}

/** Closes the open entrance of a server, as the first import of real data does. */
export async function endDemonstration({ database }: TestServer): Promise<void> {
  await closeEntrance(database.store.db, 'IMPORT', { actor: 'terminal' })
}

/** A browser that keeps the cookie of the server; it sends what the page sends. */
export function browserAt(server: TestServer, address = '127.0.0.1') {
  let cookie = ''
  const send = async (method: string, path: string, body?: unknown, more = {}): Promise<Answer> => {
    const from = { 'x-forwarded-for': address, 'user-agent': 'a browser of the test' }
    const headers = { ...pageHeaders, ...from, ...(cookie ? { cookie } : {}), ...more }
    const answer = await server.send(method, path, headers, body)
    const set = answer.headers.get('set-cookie')?.split(';')[0]
    if (set !== undefined) cookie = set
    return answer
  }
  return {
    get cookie() {
      return cookie
    },
    forget: () => {
      cookie = ''
    },
    take: (other: string) => {
      cookie = other
    },
    get: (path: string, more?: Record<string, string>) => send('GET', path, undefined, more),
    post: (path: string, body: unknown = {}, more?: Record<string, string>) => send('POST', path, body, more),
    put: (path: string, body: unknown) => send('PUT', path, body),
    signIn: (id: string, password = goodPassword) =>
      send('POST', '/app/v1/sign_in:password', { email: aUser(id).email, password }),
  }
}

/** `value` of an answer. */
export const valueOf = <T>({ body }: Answer): T => (body as { value: T }).value

/** Under which reason, or code, an answer refuses. */
export function refusalOf({ status, body }: Answer): string {
  const { reason, type = '' } = body as { reason?: string; type?: string }
  return `${status} ${reason ?? type.replace(/.*:/, '')}`
}
