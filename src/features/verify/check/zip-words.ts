import {
  ERR_AMBIGUOUS_ARCHIVE,
  ERR_ENCRYPTED,
  ERR_ENTRY_DATA_OUT_OF_BOUNDS,
  ERR_INVALID_COMPRESSED_DATA,
  ERR_INVALID_CRC32,
  ERR_INVALID_UNCOMPRESSED_SIZE,
  ERR_OVERLAPPING_ENTRY,
  WARNING_APPENDED_DATA,
  WARNING_MISMATCHED_LOCAL_FILE_HEADER_BIT_FLAG,
  WARNING_MISMATCHED_LOCAL_FILE_HEADER_COMPRESSION_METHOD,
  WARNING_MISMATCHED_LOCAL_FILE_HEADER_CRC32_OR_SIZES,
  WARNING_MISMATCHED_LOCAL_FILE_HEADER_FILENAME,
  WARNING_PREPENDED_DATA,
} from '@zip.js/zip.js/lib/zip-core-custom.js'

const twoHeaders = 'The zip says one thing about it in its list of files, and another where the file begins'

const words: Readonly<Record<string, string>> = {
  [ERR_ENCRYPTED]: 'It is encrypted.',
  [ERR_ENTRY_DATA_OUT_OF_BOUNDS]: 'The zip ends before it does.',
  [ERR_INVALID_COMPRESSED_DATA]: 'Its compressed bytes are damaged.',
  [ERR_INVALID_CRC32]: 'The checksum that the zip has of it is another.',
  [ERR_INVALID_UNCOMPRESSED_SIZE]: 'It is not as long as the zip says.',
  [ERR_OVERLAPPING_ENTRY]: 'It lies over another file of the zip.',
  [WARNING_APPENDED_DATA]: 'Something has been added after its end.',
  [WARNING_PREPENDED_DATA]: 'Something has been added before its first file.',
  [WARNING_MISMATCHED_LOCAL_FILE_HEADER_BIT_FLAG]: `${twoHeaders} (flags).`,
  [WARNING_MISMATCHED_LOCAL_FILE_HEADER_COMPRESSION_METHOD]: `${twoHeaders} (compression).`,
  [WARNING_MISMATCHED_LOCAL_FILE_HEADER_CRC32_OR_SIZES]: `${twoHeaders} (checksum or sizes).`,
  [WARNING_MISMATCHED_LOCAL_FILE_HEADER_FILENAME]: `${twoHeaders} (its name).`,
}

/** What an error of the library of zips means, as a sentence about the file or the zip that was read. */
export function zipWords(error: Error): string {
  const reason =
    'reason' in error && error.message === ERR_AMBIGUOUS_ARCHIVE ? String(error.reason) : error.message
  return words[reason] ?? `It is damaged: ${reason}.`
}

/** Throws what is no matter of the zip: that the browser cannot read the file any more, or was told to stop. */
export function rethrowUnlessOfZip(error: unknown): asserts error is Error {
  if (!(error instanceof Error) || error instanceof DOMException) throw error
}
