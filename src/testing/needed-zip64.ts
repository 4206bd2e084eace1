import { closeSync, openSync, writeSync } from 'node:fs'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { ZipFile } from 'yazl'

const hole = 0x1_0000_0000

/**
 * Writes a zip as the server makes it of two files, the first of which has 4 GiB of packed bytes more, so that all need
 * zip64. Those bytes are a hole in the file, and so take no room; they unpack to nothing.
 */
export async function writeNeededZip64(path: string): Promise<void> {
  const zip = new ZipFile()
  const mtime = new Date('2026-11-29T02:00:02Z')
  for (const name of ['first.csv', 'second.csv'])
    zip.addReadStream(Readable.from([Buffer.from('a\n')]), name, { mtime, forceZip64Format: true })
  zip.end({ forceZip64Format: true, comment: '' })
  const bytes = await buffer(zip.outputStream)
  const more = (at: number) => bytes.writeBigUInt64LE(bytes.readBigUInt64LE(at) + BigInt(hole), at)
  const [first, second] = [bytes.indexOf('PK\u0001\u0002'), bytes.lastIndexOf('PK\u0001\u0002')]
  const end = bytes.indexOf('PK\u0006\u0006')
  // Its packed size after it and in the list, where the other begins, and where the list and its end are.
  for (const at of [bytes.indexOf('PK\u0007\u0008') + 8, second - 16, end - 8, end + 48, end + 64]) more(at)
  // What needs no zip64 stands in the plain end.
  const last = bytes.length - 22
  for (const at of [8, 10]) bytes.writeUInt16LE(2, last + at)
  bytes.writeUInt32LE(end - first, last + 12)
  const start = 30 + 'first.csv'.length
  const fd = openSync(path, 'w')
  writeSync(fd, bytes, 0, start, 0)
  writeSync(fd, bytes, start, bytes.length - start, start + hole)
  closeSync(fd)
}
