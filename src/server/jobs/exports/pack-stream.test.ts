import { mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { readPack } from '#testing/read-pack.ts'
import { packStream } from './pack-stream.ts'

const size = 4 * 1024 * 1024
const now = new Date()
let root: string
let entries: readonly { readonly name: string; readonly path: string; readonly bytes: number }[]
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'countersign-test-pack-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  entries = ['a.csv', 'b.csv'].map((name) => ({ name, path: join(root, name), bytes: size }))
  for (const { path } of entries) writeFileSync(path, randomBytes(size))
})

/** Which of the files this process has open. */
const openFiles = () =>
  readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const path = readlinkSync(`/proc/self/fd/${fd}`)
      return path.startsWith(root) ? [path.slice(root.length + 1)] : []
    } catch {
      return []
    }
  })

test('has its files, deflated', async () => {
  writeFileSync(join(root, 'zeros'), Buffer.alloc(size))
  const zeros = { name: 'zeros.csv', path: join(root, 'zeros'), bytes: size }
  const zip = await buffer(packStream([...entries, zeros], now))
  expect([...(await readPack(zip)).values()].map(({ length }) => length)).toEqual([size, size, size])
  expect(zip.length).toBeLessThan(2.1 * size)
})

test('is read no faster than it is taken, and closes its files when nobody reads on', async () => {
  const pack = packStream(entries, now)
  expect(openFiles()).toEqual([])
  const chunks = pack[Symbol.asyncIterator]()
  const first = (await chunks.next()) as { value: Buffer }
  expect(first.value.length).toBeGreaterThan(0)
  await wait(300)
  expect([openFiles(), pack.readableLength < size / 2]).toEqual([['a.csv'], true])
  pack.destroy()
  await expect.poll(openFiles, { interval: 10 }).toEqual([])
})

test('that is never read opens nothing', async () => {
  packStream([{ name: 'x', path: join(root, 'not-there'), bytes: 1 }], now).destroy()
  await wait(20)
  expect(openFiles()).toEqual([])
})

test.each([
  ['gone', 'ENOENT', (path: string) => rmSync(path)],
  ['shorter', 'unexpected number of bytes', (path: string) => writeFileSync(path, 'x')],
  ['longer', 'unexpected number of bytes', (path: string) => writeFileSync(path, Buffer.alloc(size + 1))],
])('breaks off where its second file is %s', async (_, message, change) => {
  change(entries[1]?.path ?? '')
  await expect(buffer(packStream(entries, now))).rejects.toThrow(message)
  expect(openFiles()).toEqual([])
})
