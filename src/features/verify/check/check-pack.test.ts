import { describe, expect, test } from 'vitest'
import {
  createSigner,
  describedFile,
  type ExportFile,
  manifestOf,
  packEntries,
  someRows,
  vouchers,
  type ZipEntry,
  zipOf,
} from '#testing/sample-pack.ts'
import { checkPack } from './check-pack.ts'
import type { PackReport } from './faults.ts'
import { incompleteBecause } from './incomplete.ts'

const signer = createSigner()
const mib = 1_048_576
const csv: ExportFile = { name: 'events.csv', bytes: someRows(2.5 * mib), rows: 7 }
const jsonl: ExportFile = { name: 'events.jsonl', bytes: someRows(300), rows: 7, holds: 'rows, exact values' }
const files = [csv, jsonl]
const whole = packEntries(files, signer)

const check = (zip: Uint8Array<ArrayBuffer> | Buffer, options = {}) =>
  checkPack(new Blob([new Uint8Array(zip)]), options)
const checkEntries = async (entries: readonly ZipEntry[]) => check(await zipOf(entries))

/** The whole pack with another content of a file. */
const withBytes = (name: string, change: (bytes: Buffer) => Buffer) =>
  whole.map((entry) => (entry.name === name ? { ...entry, bytes: change(Buffer.from(entry.bytes)) } : entry))

/** The whole pack with another manifest, signed as it should be. */
const withManifest = (change: object) => [
  ...vouchers({ ...manifestOf(files, signer), ...change }, signer),
  ...files,
]

function flip(bytes: Buffer, place: number): Buffer {
  bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place)
  return bytes
}

/** The sentences of what keeps a report from being green, but for the signature. */
const problems = (report: PackReport) => [
  ...(report.problem ? [report.problem.kind] : []),
  ...report.fileFaults.map(({ kind }) => kind),
  ...incompleteBecause(report),
]

describe('the files of a pack', () => {
  test('a pack as its server sends it has no fault, and one that is stored is another zip', async () => {
    const report = await checkEntries(whole)
    expect(problems(report)).toEqual([])
    expect(report.manifest?.files.map(({ name }) => name)).toEqual(['events.csv', 'events.jsonl'])
    const stored = await checkEntries(whole.map((entry) => ({ ...entry, isStored: true })))
    expect(stored.fileFaults).toEqual([])
    expect(problems(stored)).toEqual([expect.stringContaining('It is not as the server makes it')])
  })

  test('a file without bytes is as its manifest says', async () => {
    const none: ExportFile = { name: 'none.jsonl', bytes: Buffer.alloc(0), rows: 0 }
    expect(problems(await checkEntries(packEntries([none], signer)))).toEqual([])
  })

  test.each([
    ['the first', 0, 1],
    ['the last of a MiB', mib - 1, 1],
    ['the first of the next', mib, 2],
    ['the last', csv.bytes.length - 1, 3],
  ])('a changed byte is told by its MiB: %s', async (_, place, number) => {
    const report = await checkEntries(withBytes('events.csv', (bytes) => flip(bytes, place)))
    const toByte = Math.min(number * mib, csv.bytes.length) - 1
    expect(report.fileFaults).toEqual([
      {
        name: 'events.csv',
        kind: 'changed',
        ranges: [{ first: number, last: number, fromByte: (number - 1) * mib, toByte }],
      },
    ])
    expect(incompleteBecause(report)).toEqual(['Not every file of the manifest is there whole.'])
  })

  test('MiB that follow one another are told together', async () => {
    const all = await checkEntries(withBytes('events.csv', (bytes) => bytes.fill(65)))
    expect(all.fileFaults).toMatchObject([{ ranges: [{ first: 1, last: 3 }] }])
    const outer = await checkEntries(withBytes('events.csv', (bytes) => flip(flip(bytes, 0), 2 * mib)))
    expect(outer.fileFaults).toMatchObject([{ ranges: [{ first: 1 }, { first: 3 }] }])
  })

  test('a file that is missing, longer, shorter, there twice or not of the manifest is named', async () => {
    const missing = await checkEntries(whole.filter(({ name }) => name !== 'events.csv'))
    expect(missing.fileFaults).toEqual([{ name: 'events.csv', kind: 'missing' }])
    const longer = await checkEntries(withBytes('events.csv', (bytes) => Buffer.concat([bytes, bytes])))
    expect(longer.fileFaults).toEqual([{ name: 'events.csv', kind: 'longer', bytes: csv.bytes.length }])
    const shorter = await checkEntries(withBytes('events.csv', (bytes) => bytes.subarray(0, mib + 5)))
    expect(shorter.fileFaults).toEqual([
      { name: 'events.csv', kind: 'shorter', bytes: csv.bytes.length, read: mib + 5 },
    ])
    const twice = await checkEntries([...whole, csv])
    expect(twice.fileFaults).toEqual([{ name: 'events.csv', kind: 'twice' }])
    const extra = await checkEntries([...whole, { name: '../etc/passwd'.slice(3), bytes: csv.bytes }])
    expect(extra.fileFaults).toEqual([{ name: 'etc/passwd', kind: 'extra' }])
  })
})

describe('what is no whole pack', () => {
  const zip = zipOf(whole)

  test.each<[string, () => Promise<Buffer> | Buffer, string]>([
    ['an empty file', () => Buffer.alloc(0), 'empty'],
    ['a CSV', () => csv.bytes, 'no zip'],
    ['a picture', () => Buffer.from('ffd8ffe000104a46494600010100', 'hex'), 'no zip'],
    ['a zip without files', () => zipOf([]), 'no manifest'],
    [
      'a pack that was zipped again with its folder',
      () => zipOf(whole.map((entry) => ({ ...entry, name: `pack/${entry.name}` }))),
      'in a folder',
    ],
    ['a zip of something else', () => zipOf([csv]), 'no manifest'],
    ['a sheet', () => zipOf([{ name: '[Content_Types].xml', bytes: someRows(9) }]), 'sheet'],
    [
      'a zip with a hundred and one files',
      () => zipOf(Array.from({ length: 101 }, (_, n) => ({ ...csv, name: `${n}`, bytes: Buffer.alloc(0) }))),
      'too many files',
    ],
    ['a pack with two manifests', () => zipOf([...whole, ...whole.slice(0, 1)]), 'two manifests'],
    [
      'a manifest that is no JSON',
      () => zipOf([{ name: 'manifest.json', bytes: Buffer.from('{') }]),
      'unreadable manifest',
    ],
    [
      'a manifest that is no UTF-8',
      () => zipOf([{ name: 'manifest.json', bytes: Buffer.from([0xff]) }]),
      'unreadable manifest',
    ],
    ['a manifest of something else', () => zipOf(vouchers({ format: 'x' }, signer)), 'other format'],
    ['a manifest of a later version', () => zipOf(withManifest({ format_version: 2 })), 'other version'],
  ])('%s', async (_, make, kind) => {
    const report = await check(await make())
    expect(report.problem?.kind).toBe(kind)
    expect(report.manifest).toBeUndefined()
    expect(incompleteBecause(report)).toEqual(['What it should hold cannot be read.'])
  })

  test('a manifest that goes on for ever is not read to its end', async () => {
    const report = await checkEntries([{ name: 'manifest.json', bytes: Buffer.alloc(17 * mib, 32) }])
    expect(report.problem).toEqual({ kind: 'unreadable manifest', why: 'it is longer than any' })
  })

  test('cut off anywhere, it is none', async () => {
    const bytes = await zip
    for (const length of [5, 40, 900, bytes.length - 40, bytes.length - 1]) {
      const report = await check(bytes.subarray(0, length))
      expect(problems(report), String(length)).toEqual(['cut off', 'What it should hold cannot be read.'])
    }
  })

  test('the part of a manifest that is not as it should be is named', async () => {
    const [first] = manifestOf(files, signer).files
    const at = async (change: object) => {
      const { problem } = await checkEntries(withManifest(change))
      return problem?.kind === 'bad manifest' ? problem.at : undefined
    }
    const ofFile = (change: object) => at({ files: [{ ...first, ...change }] })
    expect(await at({ complete: 'yes' })).toBe('complete')
    expect(await at({ rows: { written: -1, counted: 7 } })).toBe('rows.written')
    expect(await at({ rows: { written: 1.5, counted: 7 } })).toBe('rows.written')
    expect(await at({ files: [first, first] })).toBe('files')
    expect(await at({ files: [first, null] })).toBe('files[1]')
    expect(await ofFile({ bytes: '1' })).toBe('files[0].bytes')
    expect(await ofFile({ chunk_bytes: 2 ** 40 })).toBe('files[0].chunk_bytes')
    expect(await ofFile({ chunk_sha256: first?.chunk_sha256.slice(1) })).toBe('files[0].chunk_sha256')
    expect(await ofFile({ sha256: 'A'.repeat(64) })).toBe('files[0].sha256')
    for (const name of ['../x', 'a/b', 'a\\b', '..', '', 'manifest.json', 'manifest.json.sig'])
      expect(await ofFile({ name }), name).toBe('files[0].name')
    const short = describedFile(jsonl)
    expect(await at({ files: [{ ...short, sha256: 'a'.repeat(64) }] })).toBe('files[0].sha256')
  })

  test('a manifest that names very many files is not read, however they are described', async () => {
    const many = Array.from({ length: 101 }, () => ({}))
    const { problem } = await checkEntries(withManifest({ files: many }))
    const why = 'it names more than 100 files, and no pack has so many'
    expect(problem).toEqual({ kind: 'unreadable manifest', why })
    const fewer = await checkEntries(withManifest({ files: many.slice(1) }))
    expect(fewer.problem).toMatchObject({ kind: 'bad manifest' })
  })

  test('keys that are not known are let be', async () => {
    const report = await checkEntries(withManifest({ later: { news: true } }))
    expect(problems(report)).toEqual([])
  })

  test.each<[string, object, string]>([
    ['was not completed', { complete: false }, 'The manifest says that the export was not completed.'],
    [
      'has fewer rows than were counted',
      { rows: { written: 7, counted: 8 } },
      '7 rows were written, and the server counted 8.',
    ],
    [
      'counts otherwise than another count',
      { rows: { written: 7, counted: 7, reconciled_with: { what: 'events of the list', count: 8 } } },
      'The server counted 7 rows, and 8 are the events of the list.',
    ],
    ['has no file', { files: [], rows: { written: 0, counted: 0 } }, 'The manifest names no file.'],
    [
      'has a file with other rows',
      { files: [describedFile(csv), describedFile({ ...jsonl, rows: 6 })] },
      'events.jsonl has 6 rows, and 7 were written.',
    ],
  ])('an export that %s is incomplete', async (_, change, reason) => {
    expect(incompleteBecause(await checkEntries(withManifest(change)))).toContain(reason)
  })

  test('a history may have other rows', async () => {
    const history = describedFile({ ...jsonl, rows: 90, holds: 'history, exact values' })
    expect(problems(await checkEntries(withManifest({ files: [describedFile(csv), history] })))).toEqual([])
  })
})
