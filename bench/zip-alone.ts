import { createReadStream, createWriteStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { performance } from 'node:perf_hooks'
import { pipeline } from 'node:stream/promises'
import { createInflateRaw } from 'node:zlib'
import { ZipFile } from 'yazl'
import { Nowhere } from './export-client.ts'

/** Packs files by `yazl` alone, as it does by default, to nowhere; returns the milliseconds. */
export async function zipAlone(files: readonly string[]): Promise<number> {
  const began = performance.now()
  const zip = new ZipFile()
  for (const [index, file] of files.entries()) zip.addReadStream(createReadStream(file), `file-${index}`)
  zip.end()
  await pipeline(zip.outputStream, new Nowhere())
  return performance.now() - began
}

const centralEntry = 0x02014b50
const endOfDirectory = 22

/** Unpacks one entry of a zip that `yazl` made, without a comment and below 4 GiB, into a file. */
export async function unpack(zip: string, entry: string, into: string): Promise<void> {
  const file = await open(zip)
  try {
    const { size } = await file.stat()
    const read = async (length: number, at: number) => {
      const bytes = Buffer.alloc(length)
      await file.read(bytes, 0, length, at)
      return bytes
    }
    const end = await read(endOfDirectory, size - endOfDirectory)
    const directory = await read(end.readUInt32LE(12), end.readUInt32LE(16))
    for (let at = 0; at < directory.length && directory.readUInt32LE(at) === centralEntry; ) {
      const name = directory.readUInt16LE(at + 28)
      if (directory.toString('utf8', at + 46, at + 46 + name) === entry) {
        const local = directory.readUInt32LE(at + 42)
        const head = await read(30, local)
        const start = local + 30 + head.readUInt16LE(26) + head.readUInt16LE(28)
        const packed = createReadStream(zip, { start, end: start + directory.readUInt32LE(at + 20) - 1 })
        return await pipeline(packed, createInflateRaw(), createWriteStream(into))
      }
      at += 46 + name + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
    }
    throw new Error(`${zip} has no ${entry}`)
  } finally {
    await file.close()
  }
}
