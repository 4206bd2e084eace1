import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { expect, test, vi } from 'vitest'
import { ZipFile } from 'yazl'
import {
  createSigner,
  describedFile,
  type ExportFile,
  manifestOf,
  packEntries,
  someRows,
  vouchers,
  zipOf,
} from '#testing/sample-pack.ts'
import { checkPack } from './check-pack.ts'
import { incompleteBecause } from './incomplete.ts'

const signer = createSigner()
const mib = 1_048_576
const csv: ExportFile = { name: 'events.csv', bytes: someRows(1.2 * mib), rows: 7 }
const zip = zipOf(packEntries([csv], signer))

/** The zip with its bytes changed in place. */
async function changed(change: (bytes: Buffer) => void): Promise<Blob> {
  const bytes = Buffer.from(await zip)
  change(bytes)
  return new Blob([bytes])
}

const otherShape = (what: string) =>
  `The zip is not whole. It is not as the server makes it: ${what}. Other programs may unpack other files from it, so take the pack as it was downloaded.`

/** Where the header stands that the file begins with, and the one in the list of files. */
const localHeader = (bytes: Buffer) => bytes.indexOf('events.csv', bytes.indexOf('PK\u0003\u0004')) - 30
const listHeader = (bytes: Buffer) => bytes.lastIndexOf('events.csv') - 46

test.each<[string, (bytes: Buffer) => void]>([
  ['its name', (bytes) => bytes.write('evental.js', localHeader(bytes) + 30)],
  ['compression', (bytes) => bytes.writeUInt16LE(0, localHeader(bytes) + 8)],
  ['flags', (bytes) => bytes.writeUInt16LE(0, localHeader(bytes) + 6)],
])('a file whose two headers differ is not read: %s', async (what, change) => {
  const report = await checkPack(await changed(change))
  const why = `The zip says one thing about it in its list of files, and another where the file begins (${what}).`
  expect(report.fileFaults).toEqual([{ name: 'events.csv', kind: 'broken', read: 0, why }])
})

test('a file that goes on for longer than the zip says is not read to its end', async () => {
  const report = await checkPack(await changed((bytes) => bytes.writeUInt32LE(mib, listHeader(bytes) + 24)))
  expect(report.fileFaults).toMatchObject([{ kind: 'broken', name: 'events.csv' }])
})

test('the checksum of the zip is compared too', async () => {
  const report = await checkPack(
    await changed((bytes) => {
      // In both headers, which agree.
      for (const crc of [listHeader(bytes) + 16, localHeader(bytes) + 14])
        bytes.writeUInt32LE((bytes.readUInt32LE(crc) ^ 1) >>> 0, crc)
    }),
  )
  expect(report.fileFaults).toMatchObject([{ kind: 'broken', name: 'events.csv' }])
  const [fault] = report.fileFaults
  expect(fault?.kind === 'broken' && fault.why).toMatch(/checksum|as long as/)
})

test('wherever a byte of the compressed file is changed, that is seen', async () => {
  const bytes = await zip
  const from = localHeader(bytes) + 40
  const to = from + bytes.readUInt32LE(listHeader(bytes) + 20)
  // The last byte has some bits that mean nothing.
  for (let part = 0; part < 8; part++) {
    const place = from + Math.floor(((to - from - 2) * part) / 7)
    const report = await checkPack(await changed((copy) => copy.writeUInt8(copy.readUInt8(place) ^ 4, place)))
    expect(report.fileFaults.length, `byte ${place}`).toBeGreaterThan(0)
    expect(report.fileFaults.every(({ name }) => name === 'events.csv')).toBe(true)
  }
})

test.each<[string, (bytes: Buffer) => Buffer[], string]>([
  ['before it', (bytes) => [Buffer.from('#!/bin/sh\n'), bytes], 'before its first file'],
  ['after it', (bytes) => [bytes, Buffer.from('more')], 'added after its end'],
])('a zip with something %s is not whole', async (_, parts, words) => {
  const report = await checkPack(new Blob([new Uint8Array(Buffer.concat(parts(await zip)))]))
  const said =
    report.problem?.kind === 'unreadable zip' ? report.problem.why : incompleteBecause(report).join()
  expect(said).toContain(words)
})

/** The zip with a whole other file between its first ones, of which its list of files knows nothing. */
async function withHiddenFile(): Promise<Blob> {
  const bytes = Buffer.from(await zip)
  const other = await zipOf([{ name: 'other.csv', bytes: Buffer.from('hidden'), isStored: true }])
  const hidden = other.subarray(0, other.lastIndexOf('PK\u0001\u0002'))
  const at = localHeader(bytes)
  const moved = Buffer.concat([bytes.subarray(0, at), hidden, bytes.subarray(at)])
  const list = listHeader(moved)
  moved.writeUInt32LE(moved.readUInt32LE(list + 42) + hidden.length, list + 42)
  const end = moved.lastIndexOf('PK\u0005\u0006')
  moved.writeUInt32LE(moved.readUInt32LE(end + 16) + hidden.length, end + 16)
  return new Blob([moved])
}

test('a file that only the zip itself hides is seen', async () => {
  const report = await checkPack(await withHiddenFile())
  expect(report.fileFaults).toEqual([])
  expect(incompleteBecause(report)).toEqual([
    otherShape('what stands before events.csv'),
    'The zip is not whole. Between its files it holds bytes that belong to none of them.',
  ])
})

test('a file that lies within another one is not read', async () => {
  const inner: ExportFile = { name: 'inner.csv', bytes: someRows(500), rows: 7 }
  const innerZip = await zipOf([{ ...inner, isStored: true }])
  const outer: ExportFile = {
    name: 'outer.csv',
    bytes: innerZip.subarray(0, innerZip.indexOf('PK\u0001\u0002')),
    rows: 7,
  }
  const entries = packEntries([outer, inner], signer).map((entry) => ({ ...entry, isStored: true }))
  const bytes = await zipOf(entries)
  // In the list of files the inner one is what stands in the outer one.
  const inside = bytes.indexOf(innerZip.subarray(0, 30 + inner.name.length))
  bytes.writeUInt32LE(inside, bytes.lastIndexOf('inner.csv') - 46 + 42)
  const report = await checkPack(new Blob([new Uint8Array(bytes)]))
  expect(report.fileFaults).toEqual([
    { name: 'inner.csv', kind: 'broken', read: 0, why: 'It lies over another file of the zip.' },
  ])
})

test('a path is only a name that the manifest does not have', async () => {
  const bytes = await zipOf([...packEntries([csv], signer), { name: 'ab/evil.csv', bytes: Buffer.from('x') }])
  for (const place of [bytes.indexOf('ab/evil'), bytes.lastIndexOf('ab/evil')]) bytes.write('../evil', place)
  const report = await checkPack(new Blob([new Uint8Array(bytes)]))
  expect(report.fileFaults).toEqual([{ name: '../evil.csv', kind: 'extra' }])
  expect(incompleteBecause(report)).toEqual([otherShape('the name of a file')])
})

test('a folder with the name of a file is no file', async () => {
  const report = await checkPack(
    await changed((bytes) => bytes.writeUInt32LE((0o040755 << 16) >>> 0, listHeader(bytes) + 38)),
  )
  expect(report.fileFaults).toEqual([{ name: 'events.csv', kind: 'broken', read: 0, why: 'It is a folder.' }])
})

test('a list of files that would fill the memory is not read', async () => {
  const pack = new ZipFile()
  const options = { compress: false, fileComment: 'x'.repeat(60_000) }
  for (let number = 0; number < 80; number++) pack.addBuffer(Buffer.alloc(0), `${number}.csv`, options)
  pack.end()
  const { problem } = await checkPack(new Blob([await buffer(pack.outputStream)]))
  expect(problem).toMatchObject({
    kind: 'unreadable zip',
    why: expect.stringContaining('longer than that of any pack'),
  })
})

/** A pack whose file is `size` zeros, of which the manifest says `described` bytes. */
async function zeros(size: number, described: number): Promise<Blob> {
  const file = { name: 'zeros.csv', bytes: Buffer.alloc(mib), rows: 7 }
  const description = describedFile(file)
  const hashes = Array.from({ length: described / mib }, () => description.sha256)
  const manifest = {
    ...manifestOf([file], signer),
    files: [
      {
        ...description,
        bytes: described,
        chunk_sha256: hashes,
        sha256: hashes.length === 1 ? hashes[0] : 'a'.repeat(64),
      },
    ],
  }
  const pack = new ZipFile()
  for (const { name, bytes } of vouchers(manifest, signer)) pack.addBuffer(bytes, name)
  pack.addReadStream(Readable.from(repeated(Buffer.alloc(mib), size / mib)), file.name)
  pack.end()
  return new Blob([await buffer(pack.outputStream)])
}

function* repeated(bytes: Buffer, times: number): Iterable<Buffer> {
  for (let time = 0; time < times; time++) yield bytes
}

test('100 MiB are read a MiB at a time', async () => {
  const digest = vi.spyOn(crypto.subtle, 'digest')
  const sizes: number[] = []
  digest.mockClear()
  const steps: number[] = []
  let most = 0
  const before = process.memoryUsage().arrayBuffers
  const report = await checkPack(await zeros(100 * mib, 100 * mib), {
    onProgress: ({ read, of }) => {
      steps.push(read / of)
      most = Math.max(most, process.memoryUsage().arrayBuffers - before)
    },
  })
  for (const [, data] of digest.mock.calls) sizes.push(data.byteLength)
  expect(report.fileFaults).toEqual([])
  expect(sizes).toHaveLength(100)
  expect(Math.max(...sizes)).toBe(mib)
  expect(most).toBeLessThan(60 * mib)
  expect(steps.at(-1)).toBe(1)
  expect(steps.length).toBeGreaterThan(100)
})

test('of a file that goes on after what the manifest says, no more is unpacked', async () => {
  let steps = 0
  const report = await checkPack(await zeros(40 * mib, mib), { onProgress: () => (steps += 1) })
  expect(report.fileFaults).toEqual([{ name: 'zeros.csv', kind: 'longer', bytes: mib }])
  // A step has at least 16 KiB.
  expect(steps).toBeLessThan(66)
})

test('it stops when it is told to, with the reason', async () => {
  const stop = new AbortController()
  const reason = new Error('enough of it')
  let last = 0
  const checking = checkPack(await zeros(30 * mib, 30 * mib), {
    signal: stop.signal,
    onProgress: ({ read }) => {
      last = read
      if (read > 3 * mib) stop.abort(reason)
    },
  })
  await expect(checking).rejects.toBe(reason)
  expect(last).toBeLessThan(10 * mib)
})

test('a file that the browser cannot read is no damaged zip', async () => {
  const blob = await zeros(mib, mib)
  const gone = new DOMException('gone', 'NotReadableError')
  vi.spyOn(blob, 'slice').mockImplementation(() => {
    throw gone
  })
  await expect(checkPack(blob)).rejects.toBe(gone)
})
