import { sql } from 'kysely'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { startServer, type TestServer } from '#testing/start-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
})
afterAll(() => server.close())

const figures = async () => {
  const { status, body } = await server.get('/metrics', await server.key('ops:metrics'))
  expect(status).toBe(200)
  return String(body)
}

test('T38 the figures tell how many events each reader missed, and no more of a reader that is gone', async () => {
  const { db } = server.database.store
  await sql`INSERT INTO event_reader (name, missed) VALUES ('mail', 3), ('tickets', 0)`.execute(db)
  const both = await figures()
  expect(both).toContain('countersign_events_missed{reader="mail"} 3\n')
  expect(both).toContain('countersign_events_missed{reader="tickets"} 0\n')
  await sql`DELETE FROM event_reader WHERE name = 'mail'`.execute(db)
  expect(await figures()).not.toContain('mail')
})

test('T38 where events cannot be asked for, the other figures are told all the same', async () => {
  const { db } = server.database.store
  await sql`ALTER TABLE event_reader RENAME TO away`.execute(db)
  const rest = await figures()
  expect(rest).toContain('process_cpu_seconds_total')
  expect(rest).not.toContain('countersign_events_missed{')
  await sql`ALTER TABLE away RENAME TO event_reader`.execute(db)
})
