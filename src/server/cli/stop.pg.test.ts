import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { inOtherProcess, temporaryDataDir } from '#testing/data-dirs.ts'
import { runToEnd } from './run-command.test-helper.ts'

const start = (dataDir: string) =>
  inOtherProcess(`
    const { startEmbedded } = await load('src/server/store/embedded/embedded.ts')
    const embedded = await startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, log })
    return embedded.postmasterPid()`)

// A zombie has no command line.
const isAlive = (pid: number): boolean =>
  existsSync(`/proc/${pid}`) && readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== ''

test('stops what a killed server left running, and nothing that is in use', async () => {
  const dataDir = temporaryDataDir()
  const env = { DATA_DIR: dataDir }
  const server = await start(dataDir)
  const pid = Number(server.answer)
  expect(await runToEnd('stop', [], { env })).toMatchObject({
    exit: 2,
    stderr: expect.stringContaining('is using'),
  })
  expect(isAlive(pid)).toBe(true)

  await server.kill()
  expect(isAlive(pid)).toBe(true)
  expect(await runToEnd('stop', [], { env })).toMatchObject({
    exit: 0,
    stderr: expect.stringContaining('Stopped'),
  })
  expect(isAlive(pid)).toBe(false)
  expect(await runToEnd('stop', [], { env })).toMatchObject({
    exit: 0,
    stderr: 'No PostgreSQL runs in DATA_DIR.\n',
  })
})

test('makes no directory, and leaves a database of DATABASE_URL alone', async () => {
  const dataDir = temporaryDataDir()
  expect(await runToEnd('stop', [], { env: { DATA_DIR: dataDir } })).toMatchObject({ exit: 0 })
  expect(existsSync(dataDir)).toBe(false)
  const env = { DATABASE_URL: 'postgresql://127.0.0.1/x' }
  expect(await runToEnd('stop', [], { env })).toMatchObject({
    exit: 2,
    stderr: expect.stringContaining('not ours'),
  })
})
