import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { readFailure } from '#contract/errors.ts'
import { insertCertification, insertWorkflow } from '#testing/review-data.ts'
import { pageHeaders, startServer, type TestServer } from '#testing/start-server.ts'

let server: TestServer
let cookie = ''
beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  cookie = await server.signIn('root', 'admin')
  const { db } = server.database.store
  await insertWorkflow(db, { workflow_id: 'w' })
  await insertCertification(db, { certification_id: 'c', workflow_id: 'w', name: 'Spring' }, [])
})
afterAll(() => server.close())

const certifications = '/api/preview/awf/certifications'
const send = (method: string, path: string, body: object) =>
  server.send(method, path, { ...pageHeaders, cookie }, body)

test.each([' ', '\u200b\u00a0', '\u2800'])(
  'T35 a name of blanks (%j) is refused, at creation and later',
  async (name) => {
    for (const answer of [
      await send('PATCH', `${certifications}/c`, { name }),
      await send('POST', certifications, { workflow_id: 'w', name }),
    ])
      expect([answer.status, readFailure(answer.status, answer.body).violations]).toMatchObject([
        400,
        [{ field: 'name' }],
      ])
    const stored = await server.database.store.db.selectFrom('certification').select('name').execute()
    expect(stored).toEqual([{ name: 'Spring' }])
  },
)

test('T35 an empty name takes the name away', async () => {
  expect((await send('PATCH', `${certifications}/c`, { name: '' })).status).toBe(200)
  await send('PATCH', `${certifications}/c`, { name: 'Spring' })
})
