import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { permissions, type Role, roles, type Scope, scopes } from '#contract/permissions.ts'
import { type Route, successStatus } from '#contract/route.ts'
import { routes } from '#contract/routes.ts'
import { aUser } from '#testing/review-data.ts'
import { pageHeaders, startServer, type TestServer } from '#testing/start-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  await server.signIn('admin', 'admin')
})
afterAll(() => server.close())

type Headers = Readonly<Record<string, string>>
type Rule = { readonly roles: readonly Role[] | 'anyone' | 'signed-in'; readonly scopes?: readonly Scope[] }
type Caller = {
  readonly name: string
  readonly headers: (rule: Rule) => Promise<Headers>
  readonly may: (rule: Rule) => boolean
  readonly refusal: 401 | 403
}

const open = ({ roles }: Rule) => roles === 'anyone'
const keyHeaders = async (wanted: readonly Scope[]) => ({
  authorization: `Bearer ${await server.keyOf(aUser('admin'), ...wanted)}`,
})

async function expired(): Promise<Headers> {
  const cookie = await server.signIn('late', 'admin')
  const { db } = server.database.store
  await db
    .updateTable('session')
    .set({ expires_at: new Date(0).toISOString() })
    .where('actor', '=', 'late')
    .execute()
  return { cookie }
}

const signedIn = (role: Role): Caller => ({
  name: `a signed-in ${role}`,
  headers: async () => ({ cookie: await server.signIn(role, role) }),
  may: (rule) => open(rule) || rule.roles === 'signed-in' || rule.roles.includes(role),
  refusal: 403,
})

const callers: readonly Caller[] = [
  { name: 'nobody', headers: async () => ({}), may: open, refusal: 401 },
  { name: 'a session that is over', headers: expired, may: open, refusal: 401 },
  ...roles.map(signedIn),
  {
    name: 'a key of an admin with every scope but those that it takes',
    headers: (rule) => keyHeaders(scopes.filter((scope) => !rule.scopes?.includes(scope))),
    may: open,
    refusal: 403,
  },
  ...scopes.map(
    (scope): Caller => ({
      name: `a key of an admin with the scope ${scope}`,
      headers: () => keyHeaders([scope]),
      may: (rule) => open(rule) || rule.scopes?.includes(scope) === true,
      refusal: 403,
    }),
  ),
]

/** A stream of events has no end but by HEAD, which asks for the same. */
function endingMethod({ method, reply }: Route): string {
  return 'kind' in reply && reply.kind === 'events' ? 'HEAD' : method
}

const cases = Object.entries<Route>(routes).map(([name, route]) => ({ name, route }))

describe.each(cases)('$name lets in exactly whom its permission names', ({ route }) => {
  const rule: Rule = permissions[route.permission]
  const path = route.path
    .replace('{result_id}', '1')
    .replace('{leaf}', 'staff_decides')
    .replace(/\{\w+\}/g, 'x')

  test.each(callers)('$name', async ({ headers, may, refusal }) => {
    const body = route.body ? {} : undefined
    const sent = { ...pageHeaders, ...(await headers(rule)) }
    const { status } = await server.send(endingMethod(route), path, sent, body)
    // A call that takes a form is reached by who sends JSON, and refuses that.
    const reached = [successStatus(route), 400, 404, ...(route.form ? [415] : [])]
    if (may(rule)) expect(reached).toContain(status)
    else expect(status).toBe(refusal)
  })
})
