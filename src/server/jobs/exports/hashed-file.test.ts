import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { expect, onTestFinished, test } from 'vitest'
import { chunkBytes, HashedFile } from './hashed-file.ts'

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

function* cut(bytes: Buffer, piece: number): Generator<Buffer> {
  for (let start = 0; start < bytes.length; start += piece) yield bytes.subarray(start, start + piece)
}

test.each([
  [0, 1],
  [1, 1],
  [chunkBytes - 1, 65_536],
  [chunkBytes, 65_536],
  [chunkBytes + 1, 1000],
  [3 * chunkBytes, 3 * chunkBytes],
  [2 * chunkBytes + 12_345, 777_777],
])('a file of %i bytes that come %i at a time has them, and their hashes', async (size, piece) => {
  const dir = mkdtempSync(join(tmpdir(), 'countersign-test-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  const bytes = Buffer.from(Array.from({ length: size }, (_, at) => (at * 7 + (at >> 9)) % 251))
  const file = new HashedFile(join(dir, 'file'))
  await pipeline(Readable.from(cut(bytes, piece)), file, { end: false })
  expect(await file.finish()).toEqual({
    bytes: size,
    newlines: bytes.filter((byte) => byte === 0x0a).length,
    sha256: sha256(bytes),
    chunk_sha256: [...cut(bytes, chunkBytes)].map(sha256),
  })
  expect(readFileSync(join(dir, 'file')).equals(bytes)).toBe(true)
  expect(statSync(join(dir, 'file')).mode & 0o777).toBe(0o600)
})
