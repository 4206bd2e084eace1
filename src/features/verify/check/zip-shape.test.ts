import { closeSync, mkdtempSync, openSync, readSync, rmSync, statSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { writeNeededZip64 } from '#testing/needed-zip64.ts'
import { otherShapes, rejoined } from '#testing/other-shapes.ts'
import { createSigner, type ExportFile, packEntries, someRows, zipOf } from '#testing/sample-pack.ts'
import { checkPack } from './check-pack.ts'
import { incompleteBecause } from './incomplete.ts'
import { otherShape } from './zip-shape.ts'

const csv: ExportFile = { name: 'events.csv', bytes: someRows(500), rows: 7 }
const zip = await zipOf(packEntries([csv], createSigner()))
const blobOf = (bytes: Buffer) => new Blob([new Uint8Array(bytes)])

test('a zip as the server makes it has the one shape', async () => {
  expect(rejoined(zip)).toEqual(zip)
  expect(await otherShape(blobOf(zip))).toBeUndefined()
  expect(incompleteBecause(await checkPack(blobOf(zip)))).toEqual([])
})

test.each(otherShapes(zip, csv.name))('a zip with %s is not whole', async (_, bytes) => {
  expect(await otherShape(blobOf(bytes))).toBeDefined()
  const report = await checkPack(blobOf(bytes))
  if (!report.problem) expect(incompleteBecause(report).join()).toContain('not as the server makes it: ')
})

test('whatever byte around the files is another, the shape is', async () => {
  const isData = new Set<number>()
  const list = zip.indexOf('PK\u0001\u0002')
  for (let at = list; at >= 0; at = zip.indexOf('PK\u0001\u0002', at + 1)) {
    const data = zip.readUInt32LE(at + 42) + 30 + zip.readUInt16LE(at + 28)
    for (let place = 0; place < zip.readUInt32LE(at + 20); place++) isData.add(data + place)
  }
  const places = [...zip.keys()].filter((place) => !isData.has(place))
  const unseen: number[] = []
  for (const place of places) {
    const copy = Buffer.from(zip)
    copy.writeUInt8(copy.readUInt8(place) ^ 1, place)
    if ((await otherShape(blobOf(copy))) === undefined) unseen.push(place)
  }
  expect(places.length).toBeGreaterThan(400)
  expect(unseen).toEqual([])
})

/** A file as a browser would give it; that of Node has up to 4 GiB. */
function largeBlob(path: string, size: number): Blob {
  const slice = (from: number, to: number) => {
    const bytes = new Uint8Array(to - from)
    const fd = openSync(path, 'r')
    readSync(fd, bytes, 0, bytes.length, from)
    closeSync(fd)
    return new Blob([bytes])
  }
  return Object.defineProperties(new Blob(), { size: { value: size }, slice: { value: slice } })
}

test('a zip that needs zip64 has the shape, and none whose zip64 is another', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'countersign-test-zip64-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  const file = join(dir, 'large.zip')
  await writeNeededZip64(file)
  const { size } = statSync(file)
  expect(size).toBeGreaterThan(2 ** 32)
  expect(await otherShape(largeBlob(file, size))).toBeUndefined()
  const fd = openSync(file, 'r+')
  onTestFinished(() => closeSync(fd))
  const unseen: number[] = []
  // From the list of files on.
  for (let place = size - 302; place < size; place++) {
    const byte = Buffer.alloc(1)
    readSync(fd, byte, 0, 1, place)
    writeSync(fd, Buffer.from([byte.readUInt8() ^ 1]), 0, 1, place)
    if ((await otherShape(largeBlob(file, size))) === undefined) unseen.push(place)
    writeSync(fd, byte, 0, 1, place)
  }
  expect(unseen).toEqual([])
})
