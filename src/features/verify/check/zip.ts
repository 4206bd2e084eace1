import {
  BlobReader,
  configure,
  type Entry,
  ERR_AMBIGUOUS_ARCHIVE,
  ERR_BAD_FORMAT,
  ERR_CENTRAL_DIRECTORY_NOT_FOUND,
  ERR_EOCDR_LOCATOR_ZIP64_NOT_FOUND,
  ERR_EOCDR_NOT_FOUND,
  WARNING_DUPLICATE_FILENAME,
  ZipReader,
} from '@zip.js/zip.js/lib/zip-core-custom.js'
import type { Problem } from './faults.ts'
import { mib } from './manifest.ts'
import { otherShape } from './zip-shape.ts'
import { rethrowUnlessOfZip, zipWords } from './zip-words.ts'

// A deflated byte may become a thousand: what comes out of so much at a time is still small. The policy forbids workers.
configure({ chunkSize: 32 * 1024, useWebWorkers: false })

/** The list of files in a zip is read in one piece; that of a pack has some hundred bytes. */
const maxRead = 4 * mib

/** More files than any pack holds. */
const maxEntries = 100

/** What a zip may have after a file's data: its checksum and sizes. The header of a file is longer. */
const maxBetween = 24

/** A zip whose list of files could be read. */
export type OpenZip = {
  readonly entries: readonly Entry[]
  /** What is wrong with it as a whole, in words. Complete once every entry has been unpacked. */
  readonly faults: () => readonly string[]
}

/** Reads the list of files in a zip, or says why it cannot. Throws where the browser cannot read the file. */
export async function openZip(blob: Blob): Promise<OpenZip | Problem> {
  if (blob.size === 0) return { kind: 'empty' }
  const other = await otherShape(blob)
  const zip = new ZipReader(new PackReader(blob), {
    strictness: 'strict',
    // A name is looked for in the manifest, and never used as a path.
    filenameValidation: 'tolerant',
    checkOverlappingEntry: true,
    checkCrc32: true,
  })
  const entries: Entry[] = []
  const faults: string[] = other ? [asDownloaded(other)] : []
  try {
    for await (const entry of zip.getEntriesGenerator()) {
      entries.push(entry)
      if (entries.length > maxEntries) return { kind: 'too many files' }
    }
  } catch (error) {
    rethrowUnlessOfZip(error)
    if (noList.has(error.message)) return { kind: (await beginsAsZip(blob)) ? 'cut off' : 'no zip' }
    if (entries.length === 0) return { kind: 'unreadable zip', why: zipWords(error) }
    // Files of one name are named one by one.
    if (!isAbout(error, WARNING_DUPLICATE_FILENAME)) faults.push(zipWords(error))
  }
  const end = () => zip.directoryOffset ?? blob.size
  return { entries, faults: () => [...faults, ...(hasHiddenBytes(entries, end()) ? [hiddenBytes] : [])] }
}

const asDownloaded = (what: string) =>
  `It is not as the server makes it: ${what}. Other programs may unpack other files from it, so take the pack as it was downloaded.`

/** Errors of a zip without its list of files, which stands at its end. */
const noList = new Set([
  ERR_BAD_FORMAT,
  ERR_EOCDR_NOT_FOUND,
  ERR_EOCDR_LOCATOR_ZIP64_NOT_FOUND,
  ERR_CENTRAL_DIRECTORY_NOT_FOUND,
])

const isAbout = (error: Error, reason: string) =>
  error.message === ERR_AMBIGUOUS_ARCHIVE && 'reason' in error && error.reason === reason

const hiddenBytes = 'Between its files it holds bytes that belong to none of them.'

/**
 * Whether there is room for more between the files that were unpacked than what belongs to them: programs that read a zip
 * from its beginning would meet another file there.
 */
function hasHiddenBytes(entries: readonly Entry[], end: number): boolean {
  const places = entries.map(({ offset, compressedSize, localDirectory }) => ({
    from: offset,
    // One that was not unpacked is a fault of its own.
    to: localDirectory ? localDirectory.dataOffset + compressedSize : Number.POSITIVE_INFINITY,
  }))
  places.sort((a, b) => a.from - b.from)
  return places.some(({ to }, index) => (places[index + 1]?.from ?? end) - to > maxBetween)
}

async function beginsAsZip(blob: Blob): Promise<boolean> {
  return (await blob.slice(0, 4).text()) === 'PK\u0003\u0004'
}

/** Reads pieces of a file, and none that would fill the memory. */
class PackReader extends BlobReader {
  override async readUint8Array(index: number, length: number): Promise<Uint8Array> {
    if (length > maxRead) throw new Error('The list of its files is longer than that of any pack.')
    return await super.readUint8Array(index, length)
  }
}
