import { mib } from './manifest.ts'

/** What is not as the server makes it. */
class OtherShape extends Error {}

/** A file of a zip, by what its list of files says. */
type Listed = {
  readonly name: string
  readonly clock: number
  readonly crc: number
  readonly packed: number
  readonly size: number
  readonly offset: number
  readonly isWide: boolean
}

const full = 0xffff_ffff
const endLength = 22
const wideEndLength = 76
const maxList = mib / 16
/** That the length of a file stands after it, and that names are UTF-8. */
const flags = 0x0808
const deflated = 8
/** `yazl` on unix, by version 6.3 of the format of zips. */
const madeBy = 0x033f
/** A plain file that its owner and group may write. */
const attributes = 0o100664 * 0x1_0000

/**
 * What of a zip is not as the server makes it, in words; undefined where it is. There are many ways to write a zip of which
 * one program unpacks other files than another; of the server's there is one, and so no other is taken.
 */
export async function otherShape(zip: Blob): Promise<string | undefined> {
  try {
    const { count, length, offset } = await readEnd(zip)
    if (length > maxList) throw new OtherShape('the list of its files is too long')
    const list = await fieldsAt(zip, offset, length, 'the list of its files')
    const files: Listed[] = []
    let end = 0
    let times: number | undefined
    for (let place = 0; place < count; place++) {
      const { file, modified } = readListed(list)
      times ??= modified
      if (modified !== times || file.clock !== (files[0] ?? file).clock)
        throw new OtherShape(`the time of ${file.name}`)
      if (file.offset !== end) throw new OtherShape(`what stands before ${file.name}`)
      end = await readAround(zip, file)
      files.push(file)
    }
    list.end()
    return end === offset ? undefined : 'what stands before the list of its files'
  } catch (error) {
    if (error instanceof OtherShape) return error.message
    throw error
  }
}

/** Reads the numbers of a part of a zip one after another, of which most can have one value only. */
async function fieldsAt(zip: Blob, from: number, length: number, what: string) {
  if (from < 0 || from + length > zip.size) throw new OtherShape(what)
  const view = new DataView(await zip.slice(from, from + length).arrayBuffer())
  let at = 0
  const step = (size: number) => {
    if (at + size > view.byteLength) throw new OtherShape(what)
    at += size
    return at - size
  }
  const read = {
    16: () => view.getUint16(step(2), true),
    32: () => view.getUint32(step(4), true),
    64: () => Number(view.getBigUint64(step(8), true)),
  }
  return {
    read,
    must(bits: keyof typeof read, ...values: readonly number[]) {
      for (const value of values) if (read[bits]() !== value) throw new OtherShape(what)
    },
    text: (size: number) => new TextDecoder('latin1').decode(new Uint8Array(view.buffer, step(size), size)),
    end() {
      if (at !== view.byteLength) throw new OtherShape(what)
    },
  }
}
type Fields = Awaited<ReturnType<typeof fieldsAt>>

/** Where the list of files is, by the end of the zip, which has no comment. */
async function readEnd(zip: Blob) {
  const at = zip.size - endLength
  const last = await fieldsAt(zip, at, endLength, 'its end')
  last.must(32, 0x0605_4b50, 0)
  const count = last.read[16]()
  last.must(16, count)
  const length = last.read[32]()
  const offset = last.read[32]()
  last.must(16, 0)
  if (offset < full) {
    if (offset + length !== at) throw new OtherShape('what stands before its end')
    return { count, length, offset }
  }
  const wideAt = at - wideEndLength
  const wide = await fieldsAt(zip, wideAt, wideEndLength, 'its end')
  wide.must(32, 0x0606_4b50)
  wide.must(64, 44)
  wide.must(16, madeBy, 45)
  wide.must(32, 0, 0)
  wide.must(64, count, count, length)
  const wideOffset = wide.read[64]()
  wide.must(32, 0x0706_4b50, 0)
  wide.must(64, wideAt)
  wide.must(32, 1)
  if (wideOffset < full || wideOffset + length !== wideAt) throw new OtherShape('what stands before its end')
  return { count, length, offset: wideOffset }
}

/** The next file in the list of files, and when it was modified. */
function readListed(list: Fields): { readonly file: Listed; readonly modified: number } {
  list.must(32, 0x0201_4b50)
  list.must(16, madeBy)
  const version = list.read[16]()
  list.must(16, flags, deflated)
  const [clock, crc, shortPacked, shortSize] = [
    list.read[32](),
    list.read[32](),
    list.read[32](),
    list.read[32](),
  ]
  const nameLength = list.read[16]()
  const extraLength = list.read[16]()
  list.must(16, 0, 0, 0)
  list.must(32, attributes)
  const shortOffset = list.read[32]()
  const name = list.text(nameLength)
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/.test(name)) throw new OtherShape('the name of a file')
  const isWide = version === 45
  const what = `what its list of files says of ${name}`
  const isRight = isWide ? extraLength === 37 : extraLength === 9 && version === 20
  if (!isRight) throw new OtherShape(what)
  list.must(16, 0x5455, 5)
  if (list.text(1) !== '\u0003') throw new OtherShape(what)
  const modified = list.read[32]()
  if (isWide) list.must(16, 1, 24)
  const [size, packed, offset] = isWide
    ? [list.read[64](), list.read[64](), list.read[64]()]
    : [shortSize, shortPacked, shortOffset]
  const needsWide = Math.max(size, packed, offset) >= full
  const isShortFull = [shortSize, shortPacked, shortOffset].every((value) => value === full)
  if (needsWide !== isWide || (isWide && !isShortFull) || !Number.isSafeInteger(size))
    throw new OtherShape(what)
  return { file: { name, clock, crc, packed, size, offset, isWide }, modified }
}

/** Where a file ends for which what stands before and after its data is as its list of files says. */
async function readAround(
  zip: Blob,
  { name, clock, crc, packed, size, offset, isWide }: Listed,
): Promise<number> {
  const headLength = 30 + name.length
  const head = await fieldsAt(zip, offset, headLength, `what stands at the beginning of ${name}`)
  head.must(32, 0x0403_4b50)
  head.must(16, 20, flags, deflated)
  head.must(32, clock, 0, 0, 0)
  head.must(16, name.length, 0)
  if (head.text(name.length) !== name) throw new OtherShape(`the name of ${name} where it begins`)
  const afterLength = isWide ? 24 : 16
  const end = offset + headLength + packed
  const after = await fieldsAt(zip, end, afterLength, `what stands after ${name}`)
  after.must(32, 0x0807_4b50, crc)
  after.must(isWide ? 64 : 32, packed, size)
  return end + afterLength
}
