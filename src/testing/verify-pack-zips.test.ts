import { afterAll, describe, expect, test } from 'vitest'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { changed, exact, manifestOf, replaced, signed, zipOf } from './make-pack.ts'
import { writeNeededZip64 } from './needed-zip64.ts'
import { otherShapes, rejoined } from './other-shapes.ts'
import { startVerifyPack } from './run-verify-pack.ts'

/** Tries each byte of a pack, for a change of the verifier; without it the bytes around one file. */
const everyByte = process.env['EVERY_BYTE'] === '1'
const verifier = startVerifyPack()
const { server, verify, refusal } = verifier
afterAll(() => verifier.stop())
const small = [exact, ...signed(manifestOf([exact]), server.privateKey)]

/** The same zip with another name in it, as long as the one that `yazl` would take. */
const renamed = (zip: Buffer, from: string, to: string) =>
  Buffer.from(zip.toString('latin1').replaceAll(from, to), 'latin1')

/** The same stored zip, in which an entry claims to be something else in both of its heads. */
function claiming(
  zip: Buffer,
  name: string,
  { size, method, crc }: { size: number; method: number; crc?: number },
): Buffer {
  const copy = Buffer.from(zip)
  const end = copy.indexOf('PK\u0001\u0002')
  for (const [head, numbers] of [
    [copy.indexOf(name) - 30, 8],
    [copy.indexOf(name, end) - 46, 10],
  ] as const) {
    copy.writeUInt16LE(method, head + numbers)
    if (crc !== undefined) copy.writeUInt32LE(crc, head + numbers + 6)
    copy.writeUInt32LE(size, head + numbers + 14)
  }
  return copy
}

/** The same zip with the places of its directory corrected for bytes that were put in. */
function moved(zip: Buffer, from: number, by: number): Buffer {
  const copy = Buffer.from(zip)
  for (let at = copy.indexOf('PK\u0001\u0002'); at >= 0; at = copy.indexOf('PK\u0001\u0002', at + 1)) {
    const offset = copy.readUInt32LE(at + 42)
    if (offset >= from) copy.writeUInt32LE(offset + by, at + 42)
  }
  copy.writeUInt32LE(copy.readUInt32LE(copy.length - 6) + by, copy.length - 6)
  return copy
}

describe('a changed byte', () => {
  /** Where the zip has something of its own for the first entry and at its end. */
  function ownPlaces(zip: Buffer): number[] {
    const start = zip.indexOf('PK\u0001\u0002')
    const second = zip.indexOf('PK\u0001\u0002', start + 1)
    const last = zip.lastIndexOf('PK\u0001\u0002')
    const end = last + 46 + zip.readUInt16LE(last + 28) + zip.readUInt16LE(last + 30)
    const places = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at)
    const data = 30 + exact.name.length + zip.readUInt32LE(start + 20)
    const next = zip.indexOf('PK\u0003\u0004', 4)
    return [
      ...places(0, 30 + exact.name.length),
      ...places(data > next ? next - 24 : data, next),
      ...places(start, second),
      ...places(end, zip.length),
    ]
  }

  test('anywhere in what the zip has of its own is found', async () => {
    const zip = await zipOf(small)
    const places = everyByte ? [...zip.keys()] : ownPlaces(zip)
    const unseen: number[] = []
    for (const at of places) if ((await verify(changed(zip, at))).exit === 0) unseen.push(at)
    expect(places.length).toBeGreaterThan(150)
    expect(unseen).toEqual([])
  })
})

describe('a zip that is not as the server makes it', () => {
  const zip = zipOf(small)

  test('is none that was only put together anew', async () => {
    expect(rejoined(await zip)).toEqual(await zip)
    expect(await verify(await zip)).toMatchObject({ exit: 0 })
  })

  test('is not verified, and says what is another', async () => {
    for (const [what, bytes] of otherShapes(await zip, exact.name))
      expect(await refusal(bytes), what).toMatch(
        /not as the server makes it: .*(the name|action-events|manifest|its end)|follow the end of the zip|the end of the zip is damaged|the directory of the zip is damaged/,
      )
  })

  test('is none where its files need zip64', async () => {
    const file = join(verifier.dir, 'large.zip')
    await writeNeededZip64(file)
    const { stdout } = await verifier.run('--key', verifier.keyFile, file)
    expect(stdout).toContain('there is no manifest.json')
    expect(stdout).not.toContain('not as the server makes it')
    expect(stdout).not.toContain('damaged')
  })
})

describe('a zip', () => {
  test.each([1, 22, 100, 1000])('of which %i bytes are cut off is not verified', async (cut) => {
    const zip = await zipOf(small)
    const text = await refusal(zip.subarray(0, zip.length - cut))
    expect(text).toContain('3. INCOMPLETE\n   - the zip is cut off: its end is missing\n')
    expect(text).toMatch(/1\. Files: NOT[^]*2\. Signature: UNKNOWN/)
  })

  test.each([
    ['', 'this is no zip'],
    ['PK', 'this is no zip'],
    ['GIF89a and more than twenty-two bytes', 'this is no zip'],
  ])('that is %j is not verified', async (text, words) => {
    expect(await refusal(Buffer.from(text))).toContain(words)
  })

  test('with bytes before, between, behind or after its entries is not verified', async () => {
    const zip = await zipOf(small)
    const start = zip.indexOf('PK\u0001\u0002')
    const second = zip.indexOf('PK\u0003\u0004', 4)
    for (const at of [0, second, start, zip.length - 22]) {
      const more = Buffer.concat([zip.subarray(0, at), Buffer.from('hidden'), zip.subarray(at)])
      expect(await refusal(more)).toContain('bytes before it are missing or were put in')
    }
    expect(await refusal(Buffer.concat([zip, Buffer.from('hidden')]))).toContain(
      '6 bytes follow the end of the zip',
    )
    expect(await refusal(await zipOf(small, { comment: 'hidden' }))).toContain(
      '6 bytes follow the end of the zip',
    )
    for (const at of [0, second, start]) {
      const more = Buffer.concat([zip.subarray(0, at), Buffer.from('hidden'), zip.subarray(at)])
      expect(await refusal(moved(more, at, 6))).toMatch(
        /not as the server makes it: (what stands before|its end)/,
      )
    }
  })

  test.each<[string, number, number]>([
    ['a link', 41, 0x20],
    ['a folder', 41, 0xc0],
    ['a folder of DOS', 38, 0x10],
    ['encrypted', 8, 1],
    ['packed in another way', 10, 1],
    ['on another disk', 34, 1],
    ['with a comment', 32, 1],
  ])('in whose directory a file is %s is not verified', async (_, place, by) => {
    const zip = await zipOf(small)
    await refusal(changed(zip, zip.indexOf('PK\u0001\u0002') + place, by))
  })

  test('whose files are encrypted, or packed in another way, by both of their heads, is not verified', async () => {
    const zip = await zipOf(small, { compress: false, sizesFirst: true })
    const start = zip.indexOf('PK\u0001\u0002')
    for (const [place, by] of [
      [6, 1],
      [8, 9],
    ] as const)
      expect(await refusal(changed(changed(zip, place, by), start + place + 2, by))).toContain(
        'not as the server makes it: what its directory says of action-events.jsonl',
      )
  })

  test('that says another number of entries, or has very many, is not verified', async () => {
    const zip = await zipOf(small)
    const more = changed(changed(zip, zip.length - 14), zip.length - 12)
    expect(await refusal(more)).toContain('not as the server makes it: its end, or the number of its files')
    const many = Array.from({ length: 1200 }, (_, index) => ({ name: `more-${index}`, bytes: exact.bytes }))
    expect(await refusal(await zipOf([...small, ...many], { sizesFirst: true }))).not.toContain(
      'not in the manifest',
    )
  })

  test('that gives a file another name elsewhere is not verified', async () => {
    const zip = await zipOf(small)
    const extra = zip.indexOf('PK\u0001\u0002') + 46 + exact.name.length
    expect(zip.readUInt16LE(extra)).toBe(0x5455)
    const elsewhere = 'the zip is not as the server makes it: what '
    const central = Buffer.from(zip)
    central.writeUInt16LE(0x7075, extra)
    expect(await refusal(central)).toContain(elsewhere)
    const at = 30 + exact.name.length
    const name = Buffer.from([0x75, 0x70, 1, 0, 1])
    const local = moved(Buffer.concat([zip.subarray(0, at), name, zip.subarray(at)]), 1, name.length)
    local.writeUInt16LE(name.length, 28)
    expect(await refusal(local)).toContain(elsewhere)
    name.writeUInt16LE(0x5455)
    name.copy(local, at)
    expect(await refusal(local)).toContain(elsewhere)
  })

  test('whose check sum or size of a file is another in both places is not verified', async () => {
    const zip = await zipOf(small, { sizesFirst: true })
    const start = zip.indexOf('PK\u0001\u0002')
    for (const [local, central] of [
      [14, 16],
      [22, 24],
    ] as const)
      expect(await refusal(changed(changed(zip, local), start + central))).toContain(
        'the zip says another size or check sum of action-events.jsonl than it has',
      )
  })

  test('with other sizes after the data of a file is not verified', async () => {
    const zip = await zipOf(small)
    const after = zip.indexOf('PK\u0007\u0008')
    for (const place of [0, 4, 8, 12]) await refusal(changed(zip, after + place))
  })

  test('with other bytes behind the packed ones of a file is not verified', async () => {
    const bytes = Buffer.concat([deflateRawSync(exact.bytes), Buffer.from('hidden')])
    const zip = await zipOf(replaced(small, exact.name, bytes), { compress: false, sizesFirst: true })
    const claims = { size: exact.bytes.length, method: 8, crc: crc32(exact.bytes) }
    expect(await refusal(claiming(zip, exact.name, claims))).toContain('other bytes follow its packed ones')
  })

  test('an entry that unpacks to more than it says, of which the rest is not read', async () => {
    // A GB of zeros is 1 MB; what follows the first piece of it here is no deflate, and would be said if it were read.
    const zeros = deflateRawSync(Buffer.alloc(64 * 1_048_576)).subarray(0, 20_000)
    const bomb = Buffer.concat([zeros, Buffer.alloc(1_000_000, 0xff)])
    for (const name of [exact.name, 'manifest.json', 'manifest.json.sig']) {
      const zip = await zipOf(replaced(small, name, bomb), { compress: false, sizesFirst: true })
      const claims = { size: name === exact.name ? exact.bytes.length : 64, method: 8 }
      const text = await refusal(claiming(zip, name, claims))
      if (name === exact.name)
        expect(text).toContain('it is longer than its 96 bytes, and was not read further')
      else expect(text).toContain(`${name} cannot be unpacked to what the zip says of it`)
      expect(text).not.toContain('damaged')
    }
  })

  test('with a file of any name more', async () => {
    for (const [name, as] of [
      ['xx/etc', '../etc'],
      ['x_', 'x\\'],
      ['VERIFIED_', '\nVERIFIED'],
      ['xxxJ', '\u001b[2J'],
    ] as const) {
      const zip = await zipOf([...small, { name, bytes: Buffer.from('0') }])
      const text = await refusal(renamed(zip, name, as))
      expect(text).toContain('is not in the manifest')
      expect(text).not.toMatch(/[^\P{C}\n]/u)
      expect(text.match(/^VERIFIED/gm)).toBeNull()
    }
  })
})
