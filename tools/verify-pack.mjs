// Verifies an evidence pack (docs/exports.md). It needs nothing but Node 20.19 or newer, so this file can be copied away and
// run alone. It reads a pack as something that a stranger may have made.
import { createHash, createPublicKey, verify } from 'node:crypto'
import { fstatSync, openSync, readFileSync, readSync } from 'node:fs'
import { Readable } from 'node:stream'
import { parseArgs } from 'node:util'
import zlib from 'node:zlib'

const usage = `Usage: node verify-pack.mjs --key FILE PACK.zip

Says whether the files of an evidence pack are as its manifest says, which server signed that, and whether it is complete.
The last line is VERIFIED or NOT VERIFIED.

  --key FILE  the public key of the server: PEM, also several, or the answer of https://SERVER/app/v1/export-key; it is
              never taken from the pack, where whoever changed it could put their own, and without it nothing is verified
  --help, -h  prints this

Exit code 0: verified, 1: not verified, 2: not tried (wrong use, or a key or a pack that cannot be read).`

const MiB = 1048576
/** Bytes of what is kept in memory, at most: a manifest has about 80 for each MiB of its files, a directory less than 1 KB. */
const limits = { 'manifest.json': 64 * MiB, 'manifest.json.sig': 64 }
const maxDirectory = MiB / 16
const marks = { local: 0x04034b50, central: 0x02014b50, sizes: 0x08074b50 }
const endMarks = { end: 0x06054b50, end64: 0x06064b50, locator: 0x07064b50 }
/** Numbers from here on stand in zip64. */
const most32 = 0xffffffff
/** Who made the zip: yazl, on unix, by version 6.3 of the format. */
const [madeBy, fileMode] = [0x033f, 0o100664]
/** The first 31 bytes of the points of Ed25519 of small order: such a key has signatures of whatever is signed. */
const smallOrder =
  /^(0[01](00){30}|e[cde](ff){30}|26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc|c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03)$/

/** What a zip cannot be read on for. */
class Unreadable extends Error {}

const u16 = (bytes, at) => bytes.readUInt16LE(at)
const u32 = (bytes, at) => bytes.readUInt32LE(at)
const u64 = (bytes, at) => Number(bytes.readBigUInt64LE(at))
const number = (value) => value.toLocaleString('en-US')
const isCount = (value) => Number.isSafeInteger(value) && value >= 0
const isHash = (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
const isFileName = (value) => typeof value === 'string' && /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/.test(value)

/** What a file says, as it may stand on a terminal: signs that nobody sees or that steer it become \u{…}. */
function shown(value, length = 400) {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '(not said)')
  const start = text.slice(0, length)
  const plain = start.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (sign) => `\\u{${sign.codePointAt(0).toString(16)}}`)
  return text.length > length ? `${plain}… (${number(text.length)} signs)` : plain
}

/** The keys of a file of text, so that no pack is taken for one. */
function readKeys(file) {
  const text = readFileSync(file, 'utf8').trim()
  const block = /-----BEGIN PUBLIC KEY-----[A-Za-z0-9+/=\s]+-----END PUBLIC KEY-----/g
  const isJson = text.startsWith('{')
  const listed = isJson ? JSON.parse(text).values : text.match(block)?.map((public_key) => ({ public_key }))
  const rest = isJson ? listed?.map(({ public_key }) => public_key).join('') : text
  if (!listed?.length || /-----BEGIN|[^\P{C}\r\n\t]/u.test(rest.replace(block, '')))
    throw new Error('it holds no public key (PEM, "-----BEGIN PUBLIC KEY-----"), or something else than text')
  return listed.map(({ public_key, key_id, replaced_at }) => {
    const key = createPublicKey(public_key)
    const der = key.export({ type: 'spki', format: 'der' })
    const id = createHash('sha256').update(der).digest('hex').slice(0, 16)
    if (key.asymmetricKeyType !== 'ed25519' || (key_id ?? id) !== id)
      throw new Error(`key ${id} in it is no Ed25519 key, or stands there under another key_id`)
    if (smallOrder.test(der.toString('hex', 12, 43)))
      throw new Error(`key ${id} in it proves nothing: whatever is signed bears its signature`)
    return { key, id, replaced: replaced_at ? `, which was replaced at ${shown(replaced_at)}` : '' }
  })
}

function bytesAt({ fd, size }, offset, length) {
  const bytes = Buffer.alloc(length)
  if (offset < 0 || offset + length > size || readSync(fd, bytes, 0, length, offset) < length)
    throw new Unreadable('the zip points to bytes that it does not have')
  return bytes
}

/** Where the directory is, by the end of the zip or of zip64 before it, before which the directory must end. */
function findDirectory(pack, faults) {
  const tailLength = Math.min(pack.size, 65557)
  const tail = bytesAt(pack, pack.size - tailLength, tailLength)
  const at = tailLength < 22 ? -1 : tail.lastIndexOf('PK\u0005\u0006', -22, 'latin1')
  const isZip = pack.size > 3 && u32(bytesAt(pack, 0, 4), 0) === marks.local
  if (at < 0) throw new Unreadable(isZip ? 'the zip is cut off: its end is missing' : 'this is no zip')
  const last = tail.subarray(at)
  let [end, size, offset] = [pack.size - last.length, u32(last, 12), u32(last, 16)]
  if (last.length > 22) faults.push(`${number(last.length - 22)} bytes follow the end of the zip`)
  if (offset === most32 && end >= 76) [end, offset] = [end - 76, u64(bytesAt(pack, end - 28, 8), 0)]
  if (size > maxDirectory || offset + size !== end)
    throw new Unreadable('the end of the zip is damaged, or bytes before it are missing or were put in')
  return { size, offset }
}

/** The entries of the directory. Whatever is not, byte for byte, as the server makes a zip goes to the faults. */
function readEntries(pack, faults) {
  const { size, offset } = findDirectory(pack, faults)
  const bytes = bytesAt(pack, offset, size)
  const entries = []
  let [end, isAsMade] = [0, true]
  const mind = (what) => {
    if (isAsMade && what) faults.push(`${notAsMade}: ${what}; ${asDownloaded}`)
    isAsMade &&= !what
  }
  for (let at = 0; at < size; at += entries.at(-1).central.length) {
    const entry = at + 46 <= size && u32(bytes, at) === marks.central && readEntry(bytes.subarray(at))
    if (!entry) throw new Unreadable(`the directory of the zip is damaged at byte ${number(offset + at)}`)
    entries.push(entry)
    const { label, central } = entry
    const made = entryAsMade(entry, entries[0])
    mind(isFileName(entry.name) ? '' : `the name ${label}`)
    mind(central.equals(made.central) ? '' : `what its directory says of ${label}`)
    mind(entry.offset === end ? '' : `what stands before ${label}`)
    const lengths = bytesAt(pack, entry.offset + 26, 4)
    const local = bytesAt(pack, entry.offset, 30 + u16(lengths, 0) + u16(lengths, 2))
    entry.start = entry.offset + local.length
    const after = entry.start + entry.packed
    mind(local.equals(made.local) ? '' : `what stands at the beginning of ${label}`)
    mind(bytesAt(pack, after, made.after.length).equals(made.after) ? '' : `what stands after ${label}`)
    end = after + made.after.length
  }
  const last = bytesAt(pack, offset + size, pack.size - offset - size)
  mind(last.equals(endAsMade(entries.length, size, end)) ? '' : 'its end, or the number of its files')
  return entries
}

/** Only of zips of one form is it sure that every program unpacks the same files. */
const notAsMade = 'the zip is not as the server makes it'
const asDownloaded = 'other programs may unpack other files from it, so take the pack as it was downloaded'

/** One entry as the directory says. */
function readEntry(bytes) {
  const nameEnd = 46 + u16(bytes, 28)
  const central = bytes.subarray(0, nameEnd + u16(bytes, 30) + u16(bytes, 32))
  if (central.length < nameEnd + u16(bytes, 30) + u16(bytes, 32)) return undefined
  const nameBytes = central.subarray(46, nameEnd)
  const [name, label] = [nameBytes.toString(), shown(nameBytes.toString(), 120)]
  const isWide = central.length === nameEnd + 37
  const [size, packed, offset] = isWide
    ? [13, 21, 29].map((at) => u64(central, nameEnd + at))
    : [24, 20, 42].map((at) => u32(central, at))
  const [method, clock, crc] = [u16(central, 10), u32(central, 12), u32(central, 16)]
  const modified = central.length < nameEnd + 9 ? 0 : u32(central, nameEnd + 5)
  return { central, nameBytes, name, label, method, clock, modified, crc, size, packed, offset }
}

/** Numbers as a zip has them; each digit of the first text is how many bytes the next one takes. */
function zipNumbers(lengths, ...values) {
  const wide = values.map((value) => BigInt(value).toString(16).padStart(16, '0'))
  return Buffer.concat(wide.map((hex, at) => Buffer.from(hex, 'hex').reverse().subarray(0, lengths[at])))
}

/** What the server writes before and after an entry and in the directory. All entries have the times of the first. */
function entryAsMade({ nameBytes, crc, size, packed, offset }, { clock, modified }) {
  const isWide = Math.max(size, packed, offset) >= most32
  const [shortPacked, shortSize, shortOffset] = isWide ? [most32, most32, most32] : [packed, size, offset]
  const kind = [0x0808, 8, clock]
  const local = zipNumbers('4222444422', marks.local, 20, ...kind, 0, 0, 0, nameBytes.length, 0)
  const after = zipNumbers(isWide ? '4488' : '4444', marks.sizes, crc, packed, size)
  const sizes = [crc, shortPacked, shortSize, nameBytes.length, isWide ? 37 : 9]
  const start = [marks.central, madeBy, isWide ? 45 : 20, ...kind]
  const head = zipNumbers('42222444422644', ...start, ...sizes, 0, fileMode * 0x10000, shortOffset)
  const times = zipNumbers('2214', 0x5455, 5, 3, modified)
  const wide = isWide ? zipNumbers('22888', 1, 24, size, packed, offset) : Buffer.alloc(0)
  const central = Buffer.concat([head, nameBytes, times, wide])
  return { local: Buffer.concat([local, nameBytes]), after, central }
}

/** What the server writes after the directory. */
function endAsMade(count, size, offset) {
  const isWide = offset >= most32
  const last = zipNumbers('4422442', endMarks.end, 0, count, count, size, isWide ? most32 : offset, 0)
  if (!isWide) return last
  const end64 = zipNumbers('482288888', endMarks.end64, 44, madeBy, 45, 0, count, count, size, offset)
  return Buffer.concat([end64, zipNumbers('4484', endMarks.locator, 0, offset + size, 1), last])
}

/** Hands the unpacked bytes of an entry on until `take` says false; resolves to what is wrong with the packed ones, or ''. */
function unpack(pack, { method, start, packed }, take) {
  const source = Readable.from(piecesOf(pack, start, packed))
  const out = method === 8 ? source.pipe(zlib.createInflateRaw()) : source
  return new Promise((resolve) => {
    const stop = (fault) => {
      for (const stream of [source, out]) stream.removeAllListeners('data').destroy()
      resolve(fault)
    }
    out.on('data', (piece) => take(piece) || stop(''))
    const hasMore = () => method === 8 && out.bytesWritten < packed
    out.on('end', () => stop(hasMore() ? 'other bytes follow its packed ones' : ''))
    out.on('error', () => stop('its packed bytes are damaged about there'))
    source.on('error', (error) => stop(error.message))
  })
}

function* piecesOf(pack, start, length) {
  const most = MiB / 4
  for (let at = 0; at < length; at += most) yield bytesAt(pack, start + at, Math.min(most, length - at))
}

/** Unpacks an entry, up to a piece after so many bytes: its hashes, what is wrong with it, and the bytes of a manifest. */
async function read(pack, entry, limit) {
  const [whole, chunks, kept] = [createHash('sha256'), [], []]
  let [chunk, crc, bytes] = [createHash('sha256'), 0, 0]
  const endChunk = () => {
    chunks.push(chunk.digest('hex'))
    chunk = createHash('sha256')
  }
  const fault = await unpack(pack, entry, (piece) => {
    if (Object.hasOwn(limits, entry.name)) kept.push(piece)
    whole.update(piece)
    crc = zlib.crc32(piece, crc)
    for (let at = 0, part; at < piece.length; at += part.length) {
      part = piece.subarray(at, at + MiB - (bytes % MiB))
      chunk.update(part)
      bytes += part.length
      if (bytes % MiB === 0) endChunk()
    }
    return bytes <= limit
  })
  if (bytes % MiB > 0 && !fault) endChunk()
  const isAsZipSays = !fault && bytes === entry.size && crc === entry.crc
  return { bytes, chunks, fault, isAsZipSays, sha256: whole.digest('hex'), content: Buffer.concat(kept) }
}

/** What of a file is not as the manifest says, and where; what the zip says wrongly of it goes to the faults. */
async function checkFile(pack, entry, listed, faults) {
  const { bytes, chunks, fault, sha256, isAsZipSays } = await read(pack, entry, listed.bytes)
  const of = number(listed.chunk_sha256.length)
  const differing = chunks.flatMap((hash, index) =>
    [hash, undefined].includes(listed.chunk_sha256[index]) ? [] : index,
  )
  const problems = differing.slice(0, 5).map((index) => {
    const last = Math.min((index + 1) * MiB, listed.bytes) - 1
    return `MiB ${number(index + 1)} of ${of} differs (bytes ${number(index * MiB)} to ${number(last)})`
  })
  if (differing.length > 5) problems.push(`${number(differing.length - 5)} MiB more differ`)
  const here = `byte ${number(bytes)} (MiB ${number(Math.floor(bytes / MiB) + 1)} of ${of})`
  const wanted = number(listed.bytes)
  if (fault) problems.push(`it can be read up to ${here}: ${fault}`)
  else if (bytes > listed.bytes)
    problems.push(`it is longer than its ${wanted} bytes, and was not read further`)
  else if (bytes < listed.bytes) problems.push(`it is shorter: it ends at ${here}, not at ${wanted}`)
  else if (sha256 !== listed.sha256 && problems.length === 0)
    problems.push('the SHA-256 of the whole is another')
  else if (!isAsZipSays) faults.push(`the zip says another size or check sum of ${entry.label} than it has`)
  return problems.map((problem) => `${entry.label}: ${problem}`)
}

/** A manifest, or why it cannot be followed. */
function readManifest(bytes) {
  if (!bytes) return { unread: 'there is no manifest.json that can be read' }
  try {
    const manifest = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    const fault = faultOf(manifest)
    return fault ? { unread: `manifest.json ${fault}` } : { manifest }
  } catch (error) {
    return { unread: `manifest.json is no JSON (${shown(error.message)})` }
  }
}

/** What keeps a manifest from being followed, or ''. */
function faultOf(manifest) {
  if (manifest?.format !== 'countersign-export') return 'is none of an export'
  const { format_version, rows, files } = manifest
  if (format_version !== 1)
    return `is of version ${shown(format_version)}, not 1: take a verifier that knows that`
  if (files?.length > 100) return 'names more than 100 files, which no pack has'
  const isFile = (file) =>
    isFileName(file?.name) &&
    typeof file.holds === 'string' &&
    !Object.hasOwn(limits, file.name) &&
    [file.rows, file.bytes].every(isCount) &&
    file.chunk_bytes === MiB &&
    Array.isArray(file.chunk_sha256) &&
    file.chunk_sha256.length === Math.ceil(file.bytes / MiB) &&
    [file.sha256, ...file.chunk_sha256].every(isHash)
  const isWhole = [rows?.written, rows?.counted].every(isCount) && Array.isArray(files) && files.every(isFile)
  return isWhole && files.length > 0 ? '' : 'is not as version 1 is'
}

/** How many rows of what the manifest says that there are: one of an older server does not say that of a review. */
function coverage({ export: made, query, rows }) {
  const isOfEvents = made?.kind === 'ACTION_EVENTS'
  const count = `covers: ${number(rows.written)} ${isOfEvents ? 'events' : 'rows'}`
  if (!query?.covers)
    return isOfEvents ? count : `${count}; the manifest does not say whether the review has others`
  const { name, email, id } = made?.made_by ?? {}
  const maker = ` (${shown(name || email || id)}); the review may have others`
  return `${count}: ${shown(query.covers)}${/^only .* may see/.test(query.covers) ? maker : ''}`
}

/** What the manifest says, in lines. */
function about({ export: made, server, query, rows, files }) {
  const { name, email, user_type, id } = made?.made_by ?? {}
  const { range, certification_name, certification_id } = query ?? {}
  const counts = rows.reconciled_with
  const texts = (...values) => values.map((value) => shown(value)).join(', ')
  return [
    `export ${texts(made?.id, made?.kind)}, attempt ${shown(made?.attempt)}, of a server of version ${shown(server?.version)}`,
    `asked for by ${texts(name, email, user_type, id)} at ${shown(made?.created_at)}; rows as they were at ${shown(made?.snapshot_at)}`,
    certification_id && `review: ${texts(certification_name, certification_id)}`,
    `which rows: ${shown(query?.filter_in_words)}; order: ${shown(query?.order_by)}`,
    ...['filter', 'mutable_filter'].map((key) => query?.[key] && `${key}: ${shown(query[key])}`),
    range &&
      `${shown(range.field)}: ${shown(range.from ?? 'any')} to ${texts(range.to ?? 'any', range.zone)}`,
    `rows: ${number(rows.written)} written, ${number(rows.counted)} counted${counts ? `; compared with ${texts(counts.what, counts.count)}` : ''}`,
    `first row: ${shown(rows.first_key)}; last row: ${shown(rows.last_key)}`,
    ...files.map((file) => {
      const cells = `${shown(file.cut_cells)} cells cut, ${shown(file.guarded_cells)} guarded`
      return `${file.name}: ${shown(file.holds)}; ${number(file.rows)} rows, ${number(file.bytes)} bytes, ${cells}`
    }),
  ].filter(Boolean)
}

/** Why an export is not complete by its own manifest. */
function missingOf({ complete, rows, files }) {
  const { what, count } = rows.reconciled_with ?? {}
  const ofRows = files.filter(({ holds }) => holds.startsWith('rows'))
  const isSame = ofRows.length > 0 && ofRows.every((file) => file.rows === rows.written)
  return [
    complete !== true && 'the server says that it is not complete',
    rows.written !== rows.counted && `${number(rows.written)} of ${number(rows.counted)} rows were written`,
    ![undefined, rows.written].includes(count) && `${shown(count)} rows are ${shown(what)}`,
    !isSame && 'the files have other numbers of rows than the export',
  ].filter(Boolean)
}

/** What of all files is not as the manifest says. */
async function checkFiles(pack, entries, listed, faults) {
  const problems = []
  for (const file of listed) {
    const entry = entries.find(({ name }) => name === file.name)
    problems.push(...(entry ? await checkFile(pack, entry, file, faults) : [`${file.name} is missing`]))
  }
  const names = new Set([...Object.keys(limits), ...listed.map(({ name }) => name)])
  const others = entries.filter(({ name }) => !names.has(name))
  return [...problems, ...others.map(({ label }) => `${label} is not in the manifest`)]
}

/** Names that stand there twice. Many computers take names that differ in case alone for one. */
function doubledNames(entries) {
  const plain = entries.map(({ name }) => name.normalize().toLowerCase())
  const second = entries.filter((_, index) => plain.indexOf(plain[index]) < index)
  return second.map(({ label }) => `${label} stands there twice`)
}

/** Which key signed the manifest, or why that is unknown. */
function findSigner(keys, bytes, signature, named) {
  if (!bytes) return { unknown: 'there is no manifest that could be signed' }
  const advice = 'it was taken out or changed. Take the pack as the server gave it out.'
  if (signature?.length !== 64)
    return { unknown: `manifest.json.sig ${signature ? 'is not 64 bytes long' : 'is missing'}: ${advice}` }
  if (!keys)
    return { unknown: 'no key was given: it is at /app/v1/export-key of the server (--help says more)' }
  const signer = keys.find(({ key }) => verify(null, bytes, key, signature))
  const known = keys.map(({ id }) => id)
  const unknown = known.includes(named)
    ? `it names the key ${named}, but that key did not sign this text: the manifest or the signature was changed. Do not rely on it.`
    : `the manifest was changed, or signed with another key than ${known.join(', ')}; it names ${shown(named)}`
  return { signer, unknown }
}

/** All bytes of the entry of that name; what the zip says wrongly of it goes to the faults. */
async function readKept(pack, entries, name, faults) {
  const entry = entries.find((entry) => entry.name === name)
  if (!entry) return undefined
  const { content, isAsZipSays, fault } = await read(pack, entry, Math.min(limits[name], entry.size))
  if (!isAsZipSays)
    faults.push(`${name} cannot be unpacked to what the zip says of it (${fault || 'size, check sum'})`)
  return content
}

/** Prints what the manifest says and the three answers; whether all of them are good. */
async function examine(pack, keys) {
  const faults = []
  let entries = []
  try {
    entries = readEntries(pack, faults)
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    faults.push(error.message)
  }
  const bytes = await readKept(pack, entries, 'manifest.json', faults)
  const signatureBytes = await readKept(pack, entries, 'manifest.json.sig', faults)
  const inFolder = !bytes && entries.some(({ name }) => name.endsWith('/manifest.json'))
  const zippedAgain =
    'everything is in a folder. Unzipped and zipped again? Take the pack as it was downloaded'
  const { manifest, unread } = inFolder ? { unread: zippedAgain } : readManifest(bytes)
  const files = [
    ...doubledNames(entries),
    ...(unread ? [unread] : await checkFiles(pack, entries, manifest.files, faults)),
  ]
  const { signer, unknown } = findSigner(keys, bytes, signatureBytes, manifest?.server?.key_id)
  const missing = [...faults, ...(unread ? [unread] : missingOf(manifest))]
  if (files.length > 0) missing.push('not every file is there as it was')
  const list = (lines) => lines.map((line) => `\n   - ${line}`).join('')
  const whose = signer ? '' : ', for which nobody vouches'
  const signature = signer ? `by the server key ${signer.id}${signer.replaced}` : `UNKNOWN${list([unknown])}`
  if (manifest)
    console.log(`What the manifest says${whose}:${list([coverage(manifest), ...about(manifest)])}\n`)
  console.log(`1. Files: ${files.length > 0 ? 'NOT as in the manifest' : 'as in the manifest'}${list(files)}`)
  console.log(`2. Signature: ${signature}`)
  const complete = signer ? 'Complete' : 'Complete, if the manifest can be believed'
  console.log(`3. ${missing.length > 0 ? 'INCOMPLETE' : complete}${list(missing)}`)
  return files.length === 0 && signer !== undefined && missing.length === 0
}

async function main() {
  const options = { key: { type: 'string' }, help: { type: 'boolean', short: 'h' } }
  const { values, positionals } = parseArgs({ options, allowPositionals: true })
  if (values.help) {
    console.log(usage)
    return 0
  }
  if (!zlib.crc32) throw new Error('It takes Node 20.19 or newer.')
  if (positionals.length !== 1) throw new Error('It takes one pack; --help says more.')
  const keys =
    values.key === undefined ? undefined : attempt(`The key ${shown(values.key)}`, () => readKeys(values.key))
  const pack = attempt(`The pack ${shown(positionals[0])}`, () => openPack(positionals[0]))
  console.log(`Pack: ${shown(positionals[0])}, ${number(pack.size)} bytes\n`)
  const isVerified = await examine(pack, keys)
  console.log(isVerified ? '\nVERIFIED' : '\nNOT VERIFIED')
  return isVerified ? 0 : 1
}

function openPack(file) {
  const fd = openSync(file)
  const stat = fstatSync(fd)
  if (!stat.isFile()) throw new Error('it is no file')
  return { fd, size: stat.size }
}

function attempt(what, act) {
  try {
    return act()
  } catch (error) {
    throw new Error(`${what} cannot be read: ${error.message}`, { cause: error })
  }
}

// Whatever ends it before it has an answer is no answer.
process.exitCode = 2
try {
  process.exitCode = await main()
} catch (error) {
  console.error(shown(error.message))
  console.log('NOT VERIFIED')
}
