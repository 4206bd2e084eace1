import { deflateRawSync } from 'node:zlib'

/** A file of a zip: what stands before its data, the data, what stands after it, and what the directory says. */
type Part = { local: Buffer; data: Buffer; after: Buffer; central: Buffer; offset: number }

function partsOf(zip: Buffer): Part[] {
  const parts: Part[] = []
  for (let at = zip.readUInt32LE(zip.length - 6); at < zip.length - 22; ) {
    const lengths = zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30)
    const central = Buffer.from(zip.subarray(at, at + 46 + lengths))
    const [packed, offset] = [central.readUInt32LE(20), central.readUInt32LE(42)]
    const data = offset + 30 + central.readUInt16LE(28)
    const local = Buffer.from(zip.subarray(offset, data))
    const after = Buffer.from(zip.subarray(data + packed, data + packed + 16))
    parts.push({ local, data: zip.subarray(data, data + packed), after, central, offset })
    at += central.length
  }
  return parts
}

/** The zip of these files, with all places in it as they then are. */
function zipOfParts(parts: readonly Part[], beforeList = Buffer.alloc(0), comment = ''): Buffer {
  let offset = 0
  for (const { local, data, after, central } of parts) {
    if (central.readUInt32LE(42) !== 0xffffffff) central.writeUInt32LE(offset, 42)
    offset += local.length + data.length + after.length
  }
  const list = Buffer.concat(parts.map(({ central }) => central))
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50)
  for (const at of [8, 10]) end.writeUInt16LE(parts.length, at)
  end.writeUInt32LE(list.length, 12)
  end.writeUInt32LE(offset + beforeList.length, 16)
  end.writeUInt16LE(comment.length, 20)
  const files = parts.flatMap(({ local, data, after }) => [local, data, after])
  return Buffer.concat([...files, beforeList, list, end, Buffer.from(comment)])
}

function extra(id: number, content: Buffer): Buffer {
  const head = Buffer.alloc(4)
  head.writeUInt16LE(id)
  head.writeUInt16LE(content.length, 2)
  return Buffer.concat([head, content])
}

const wide = (...numbers: readonly number[]) => {
  const content = Buffer.alloc(8 * numbers.length)
  for (const [place, number] of numbers.entries()) content.writeBigUInt64LE(BigInt(number), 8 * place)
  return extra(1, content)
}

/** What stands after the fixed part and the name becomes longer, and the length at `place` with it. */
function longer(header: Buffer, place: number, more: Buffer): Buffer {
  const longerHeader = Buffer.concat([header, more])
  longerHeader.writeUInt16LE(header.readUInt16LE(place) + more.length, place)
  return longerHeader
}
const withLocalExtra = (part: Part, more: Buffer) => (part.local = longer(part.local, 28, more))
const withListExtra = (part: Part, more: Buffer) => (part.central = longer(part.central, 30, more))

/** A whole other file of the same name, as it would stand in a zip. */
function otherFile(part: Part): Buffer {
  const data = deflateRawSync(Buffer.from('another file\n'))
  const local = Buffer.from(part.local)
  local.writeUInt16LE(0x0800, 6)
  local.writeUInt32LE(data.length, 18)
  local.writeUInt32LE(13, 22)
  return Buffer.concat([local, data])
}

const full = (part: Part) => {
  for (const place of [20, 24, 42]) part.central.writeUInt32LE(0xffffffff, place)
}

type Change = (part: Part) => unknown
const utf8Name = Buffer.concat([Buffer.from([1, 0, 0, 0, 0]), Buffer.from('other.csv')])

/** Changes of one file of a genuine zip that lead some program to other files, or could. */
const changes: readonly (readonly [string, Change])[] = [
  [
    'two zip64 fields, of which one leads to a file within an extra field',
    (part) => {
      const hidden = otherFile(part)
      const place = part.offset + part.local.length + 4
      const [packed, size] = [part.central.readUInt32LE(20), part.central.readUInt32LE(24)]
      withLocalExtra(part, extra(0x7875, hidden))
      withListExtra(part, Buffer.concat([wide(13, hidden.length, place), wide(size, packed, part.offset)]))
      full(part)
    },
  ],
  ['a file within an extra field', (part) => withLocalExtra(part, extra(0x7875, otherFile(part)))],
  ['zip64 that is not needed', (part) => withListExtra(part, wide(5, 5, 5))],
  [
    'zip64 that is not needed and says the same',
    (part) => {
      const [packed, size] = [part.central.readUInt32LE(20), part.central.readUInt32LE(24)]
      withListExtra(part, wide(size, packed, part.offset))
      full(part)
      part.central.writeUInt16LE(45, 6)
    },
  ],
  ['an extra field in its list of files', (part) => withListExtra(part, extra(0xcafe, Buffer.alloc(9)))],
  ['an extra field before a file', (part) => withLocalExtra(part, extra(0xcafe, Buffer.alloc(9)))],
  ['a byte too much in its list of files', (part) => withListExtra(part, Buffer.alloc(1))],
  ['another name by 0x7075 in its list of files', (part) => withListExtra(part, extra(0x7075, utf8Name))],
  ['another name by 0x7075 before a file', (part) => withLocalExtra(part, extra(0x7075, utf8Name))],
  ['a link', (part) => part.central.writeUInt32LE(0o120777 * 0x10000, 38)],
  ['a folder', (part) => part.central.writeUInt32LE(0x10, 38)],
  ['a gap after a file', (part) => (part.after = Buffer.concat([part.after, Buffer.alloc(8)]))],
  ['no sign before the length after a file', (part) => (part.after = part.after.subarray(4))],
  ['a comment of a file', (part) => (part.central = longer(part.central, 32, Buffer.from('x')))],
  ['another time before a file', (part) => part.local.writeUInt16LE(1, 10)],
  ['another date before a file', (part) => part.local.writeUInt16LE(0x21, 12)],
  [
    'a file of another time than the others',
    (part) => {
      part.local.writeUInt16LE(1, 10)
      part.central.writeUInt16LE(1, 12)
    },
  ],
  ['lengths before and after a file', (part) => part.central.copy(part.local, 14, 16, 28)],
  ['another disk', (part) => part.central.writeUInt16LE(1, 34)],
  ['another version', (part) => part.central.writeUInt16LE(63, 6)],
]

/** Zips that are not as the server makes them, each made by a change of one that is, of its file `name`. */
export function otherShapes(zip: Buffer, name: string): readonly (readonly [string, Buffer])[] {
  const changed = changes.map(([what, change]) => {
    const parts = partsOf(zip)
    const part = parts.find(({ local }) => local.subarray(30).toString() === name)
    if (!part) throw new Error(`the zip has no ${name}`)
    change(part)
    return [what, zipOfParts(parts)] as const
  })
  const [first, ...more] = partsOf(zip)
  if (!first) throw new Error('the zip has no files')
  const apart = { ...first, after: Buffer.concat([first.after, Buffer.alloc(8)]) }
  const longList = zipOfParts(partsOf(zip))
  longList.writeUInt32LE(longList.readUInt32LE(longList.length - 10) + 8, longList.length - 10)
  const longListed = [longList.subarray(0, -22), Buffer.alloc(8), longList.subarray(-22)]
  return [
    ...changed,
    ['a gap between files', zipOfParts([apart, ...more])],
    ['bytes after its list of files that count as it', Buffer.concat(longListed)],
    [
      'another name',
      Buffer.from(zip.toString('latin1').replaceAll(name, `\u0001${name.slice(1)}`), 'latin1'),
    ],
    ['a gap before its list of files', zipOfParts(partsOf(zip), Buffer.alloc(8))],
    ['a comment', zipOfParts(partsOf(zip), Buffer.alloc(0), 'x')],
    ['an end of zip64 that is not needed', withWideEnd(zip)],
  ]
}

/** The same files, put together anew by this file. */
export const rejoined = (zip: Buffer): Buffer => zipOfParts(partsOf(zip))

function withWideEnd(zip: Buffer): Buffer {
  const last = zip.subarray(-22)
  const numbers = [last.readUInt16LE(8), last.readUInt16LE(8), last.readUInt32LE(12), last.readUInt32LE(16)]
  const end = Buffer.alloc(76)
  end.writeUInt32LE(0x06064b50)
  end.writeUInt8(44, 4)
  end.writeUInt16LE(0x033f, 12)
  end.writeUInt16LE(45, 14)
  for (const [place, number] of numbers.entries()) end.writeBigUInt64LE(BigInt(number), 24 + 8 * place)
  end.writeUInt32LE(0x07064b50, 56)
  end.writeBigUInt64LE(BigInt(zip.length - 22), 64)
  end.writeUInt32LE(1, 72)
  return Buffer.concat([zip.subarray(0, -22), end, last])
}
