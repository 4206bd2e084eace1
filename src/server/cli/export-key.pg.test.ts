import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { SigningKey } from '#contract/export-pack.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'
import { runToEnd } from './run-command.test-helper.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
})
afterAll(() => server.close())

const exportKey = (...args: string[]) =>
  runToEnd('export-key', args, { env: { DATABASE_URL: server.database.url } })

test('the key of exports is replaced and listed, and its private part is never printed', async () => {
  const keys = async () => ((await server.get('/app/v1/export-key')).body as { values: SigningKey[] }).values
  const [before] = await keys()
  const replaced = await exportKey('replace')
  const [signing, old] = await keys()
  expect(replaced).toEqual({
    exit: 0,
    stdout: `${signing?.key_id}\n`,
    stderr: `${before?.key_id} signs no more; its public part stays.\n`,
  })
  expect(old?.key_id).toBe(before?.key_id)
  const { stdout, stderr } = await exportKey('list')
  expect(stderr).toBe('')
  expect(stdout).toBe(
    `${signing?.key_id}\tcreated ${signing?.created_at}\tsigns\n${signing?.public_key}` +
      `${old?.key_id}\tcreated ${old?.created_at}\treplaced ${old?.replaced_at}\n${old?.public_key}`,
  )
  expect(stdout).not.toContain('PRIVATE')
})
