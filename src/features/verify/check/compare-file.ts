import type { Entry } from '@zip.js/zip.js/lib/zip-core-custom.js'
import type { FileFault, MibRange } from './faults.ts'
import { mib, type PackFile } from './manifest.ts'
import { sha256 } from './sha256.ts'
import { type TakeBytes, unpack } from './unpack.ts'

type Options = {
  readonly signal?: AbortSignal | undefined
  /** Told how many bytes have been read of the file. */
  readonly onRead?: ((bytes: number) => void) | undefined
}

/** Reads a file of a zip MiB by MiB, no further than the manifest says, and gives what is not as the manifest has it. */
export async function compareFile(
  entry: Entry,
  file: PackFile,
  { signal, onRead }: Options = {},
): Promise<FileFault[]> {
  const { name, bytes } = file
  const { take, finish } = compareMibs(file, onRead)
  const unpacked = await unpack(entry, take, signal)
  const { changed, read } = await finish()
  const faults: FileFault[] = []
  if (changed.length > 0) faults.push({ name, kind: 'changed', ranges: rangesOf(changed, bytes) })
  if (unpacked.kind === 'broken') faults.push({ name, kind: 'broken', read, why: unpacked.why })
  else if (unpacked.kind === 'enough') faults.push({ name, kind: 'longer', bytes })
  else if (read < bytes) faults.push({ name, kind: 'shorter', bytes, read })
  return faults
}

/** Hashes what it takes; holds one MiB and no more. */
function compareMibs({ bytes, chunk_sha256: hashes }: PackFile, onRead: Options['onRead']) {
  const piece = new Uint8Array(mib)
  /** Of the MiB that differ, counted from 0. */
  const changed: number[] = []
  let filled = 0
  let place = 0
  let read = 0

  async function compare(): Promise<void> {
    const hash = await sha256(piece.subarray(0, filled))
    if (hash !== hashes[place]) changed.push(place)
    place += 1
    filled = 0
  }

  const take: TakeBytes = async (data) => {
    const wanted = data.subarray(0, bytes - read)
    for (let from = 0; from < wanted.length; ) {
      const part = wanted.subarray(from, from + mib - filled)
      piece.set(part, filled)
      filled += part.length
      from += part.length
      if (filled === mib) await compare()
    }
    read += wanted.length
    onRead?.(read)
    return data.length > wanted.length ? 'enough' : 'more'
  }

  /** Compares the last MiB, which may be shorter. What is cut off is said elsewhere, not as a difference. */
  async function finish() {
    if (filled > 0 && read === bytes) await compare()
    return { changed, read }
  }

  return { take, finish }
}

/** Runs of MiB that follow one another. */
function rangesOf(changed: readonly number[], bytes: number): MibRange[] {
  const ranges: { first: number; last: number }[] = []
  for (const place of changed) {
    const before = ranges.at(-1)
    if (before?.last === place) before.last = place + 1
    else ranges.push({ first: place + 1, last: place + 1 })
  }
  return ranges.map(({ first, last }) => ({
    first,
    last,
    fromByte: (first - 1) * mib,
    toByte: Math.min(last * mib, bytes) - 1,
  }))
}
