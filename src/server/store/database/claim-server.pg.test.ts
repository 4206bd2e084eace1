import { afterAll, expect, onTestFinished, test } from 'vitest'
import { inOtherProcess, makeDataDir } from '#testing/data-dirs.ts'
import { claimServer } from './claim-server.ts'
import { connect, type Database } from './connect.ts'

const { dataDir, remove } = makeDataDir()
afterAll(remove)

const log = { info: () => undefined, warn: () => undefined }
const [ours, theirs] = ['http://127.0.0.1:4870', 'http://127.0.0.1:4871']

async function open(): Promise<Database> {
  const database = await connect({ dataDir, applicationName: 'countersign server', log })
  onTestFinished(() => database.close())
  return database
}

async function claim(db: Database, address: string): ReturnType<typeof claimServer> {
  const outcome = await claimServer(db, address)
  if ('release' in outcome) onTestFinished(() => outcome.release())
  return outcome
}

test('a second server on the same data directory learns the address of the first, until that one leaves', async () => {
  const [first, second] = [await open(), await open()]
  const claimed = await claim(first, ours)
  expect(await claim(second, theirs)).toEqual({ heldBy: ours })
  if ('release' in claimed) await claimed.release()
  expect(await claim(second, theirs)).toHaveProperty('release')
  expect(await claim(first, ours)).toEqual({ heldBy: theirs })
})

test('the claim goes with a killed server', async () => {
  const other = await inOtherProcess(`
    const { connect } = await load('src/server/store/database/connect.ts')
    const { claimServer } = await load('src/server/store/database/claim-server.ts')
    const db = await connect({ dataDir: ${JSON.stringify(dataDir)}, applicationName: 'countersign server', log })
    await claimServer(db, '${theirs}')`)
  const database = await open()
  expect(await claim(database, ours)).toEqual({ heldBy: theirs })
  await other.kill()
  expect(await claim(database, ours)).toHaveProperty('release')
})

test('the claim is taken again when PostgreSQL comes back', async () => {
  const [first, second] = [await open(), await open()]
  await claim(first, ours)
  const back = new Promise<void>((resolve) => first.watch(() => undefined, resolve))
  const { rows } = await first.pool.query(`select pg_read_file('postmaster.pid') as lock`)
  process.kill(Number.parseInt(rows[0].lock, 10), 'SIGKILL')
  await back
  const held = `select from pg_locks where locktype = 'advisory' and granted`
  await expect.poll(async () => (await second.pool.query(held)).rowCount, { timeout: 20_000 }).toBe(1)
  expect(await claim(second, theirs)).toEqual({ heldBy: ours })
})
