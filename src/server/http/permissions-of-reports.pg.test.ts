import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { Role } from '#contract/permissions.ts'
import { callersOf } from '#testing/callers.ts'
import { aRow, aUser, insertCertification, insertWorkflow } from '#testing/review-data.ts'
import { pageHeaders, startServer, type TestServer } from '#testing/start-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  const { db } = server.database.store
  await insertWorkflow(db, { workflow_id: 'w', owner: aUser('olga') })
  await insertCertification(db, { certification_id: 'c', workflow_id: 'w' }, [
    aRow({ reviewers: [aUser('ana'), aUser('owen')] }),
  ])
})
afterAll(() => server.close())

const { session, key } = callersOf(() => server)
const reports = () =>
  server.database.store.db
    .selectFrom('result_log')
    .select('seq')
    .where('action', '=', 'WEBHOOK_STATUS')
    .execute()

/** Makes them an operator and an auditor at once, who see every row and run few. */
const alsoOperator = (id: string) => async () => {
  const headers = await key(id, 'auditor', 'hooks:write')()
  await server.signIn(id, 'operator', 'auditor')
  return headers
}

test.each<[string, () => Promise<Readonly<Record<string, string>>>, number]>([
  ["an admin's key", key('root', 'admin', 'hooks:write'), 200],
  ["its operator's key", key('olga', 'operator', 'hooks:write'), 200],
  ["another operator's key, whose row it is", key('owen', 'operator', 'hooks:write'), 403],
  ["another operator's key", key('oskar', 'operator', 'hooks:write'), 404],
  ['the key of an auditor who is an operator of other reviews', alsoOperator('alma'), 403],
  ["an auditor's key", key('audit', 'auditor', 'hooks:write'), 403],
  ["its reviewer's key", key('ana', 'reviewer', 'hooks:write'), 403],
  [
    "an admin's key for everything else of a review",
    key('root', 'admin', 'reviews:force', 'reviews:run'),
    403,
  ],
  ...(['admin', 'operator', 'reviewer', 'auditor'] as const).map(
    (role: Role): [string, () => Promise<Readonly<Record<string, string>>>, number] => [
      `a signed-in ${role}`,
      session(role, role),
      403,
    ],
  ),
])('T36 %s reports what an integration did about a row, or is refused', async (_, headers, status) => {
  const path = '/api/preview/awf/certifications/c/results:update_webhook_info'
  const body = { result_id: 0, notification_status: 'SUCCEED', webhook_info: 'done' }
  const before = (await reports()).length
  const sent = { ...pageHeaders, ...(await headers()) }
  for (const method of ['PUT', 'POST'])
    expect((await server.send(method, path, sent, body)).status).toBe(status)
  expect((await reports()).length - before).toBe(status === 200 ? 2 : 0)
})
