import { describe, expect, test } from 'vitest'
import { createSigner, type ExportFile, packEntries, someRows, zipOf } from '#testing/sample-pack.ts'
import { checkPack } from './check/check-pack.ts'
import type { SignatureAnswer } from './check/check-signature.ts'
import type { FileFault, PackReport, Problem } from './check/faults.ts'
import { type KnownKey, readPublicKey } from './check/public-keys.ts'
import { verdictOn } from './verdict.ts'

const signer = createSigner()
const files: ExportFile[] = [{ name: 'events.csv', bytes: someRows(300), rows: 1 }]
const pack = zipOf(packEntries(files, signer)).then((zip) => checkPack(new Blob([new Uint8Array(zip)])))
const by = async (changes: Partial<KnownKey> = {}): Promise<KnownKey> => ({
  ...(await readPublicKey(signer.pem)),
  from: 'server',
  replacedAt: null,
  ...changes,
})

async function verdict(
  changes: Partial<PackReport> = {},
  signature?: SignatureAnswer<KnownKey> | 'none',
  zone = 'UTC',
) {
  const answer = signature ?? ({ kind: 'signed', by: await by() } as const)
  return verdictOn({ ...(await pack), ...changes }, answer === 'none' ? undefined : answer, zone)
}

describe('a pack is verified by three good answers and nothing less', () => {
  test('three', async () => {
    const { isVerified, title, nextStep, answers } = await verdict()
    expect({ isVerified, title, nextStep }).toEqual({ isVerified: true, title: 'Verified', nextStep: '' })
    expect(answers.map((answer) => answer.text)).toEqual([
      '1 file, every MiB of it as in the manifest, and no other file.',
      `By the key ${signer.id} of this server.`,
      '1 row written, and as many counted in the same snapshot, and by another count (the events that the list shows).',
    ])
  })

  test.each<SignatureAnswer<KnownKey> | 'none'>([
    'none',
    { kind: 'unknown', compared: [] },
    { kind: 'no keys' },
    { kind: 'no signature' },
    { kind: 'no manifest' },
    { kind: 'not in this browser' },
  ])('no signature that is known: %j', async (signature) => {
    const { isVerified, answers, title } = await verdict({}, signature)
    expect({ isVerified, title }).toEqual({
      isVerified: false,
      title: signature === 'none' ? 'Not verified yet' : 'Not verified',
    })
    expect(answers.map(({ state }) => state === 'good')).toEqual([true, false, false])
    expect(answers[2]).toMatchObject({
      state: 'neutral',
      title: 'Complete, if the manifest can be believed',
    })
  })

  test.each<FileFault>([
    { name: 'a', kind: 'missing' },
    { name: 'a', kind: 'twice' },
    { name: 'a', kind: 'extra' },
    { name: 'a', kind: 'longer', bytes: 5 },
    { name: 'a', kind: 'shorter', bytes: 5, read: 3 },
    { name: 'a', kind: 'broken', read: 5, why: 'It is a folder.' },
    { name: 'a', kind: 'changed', ranges: [{ first: 1, last: 1, fromByte: 0, toByte: 4 }] },
  ])('a file that is not as it should be: %j', async (fault) => {
    const { isVerified, answers } = await verdict({ fileFaults: [fault] })
    expect(isVerified).toBe(false)
    expect(answers[0]).toMatchObject({ state: 'bad', details: [expect.stringMatching(/^a .+\.$/)] })
  })

  test('a manifest that names a key which did not sign it was changed', async () => {
    const unknown = async (from: KnownKey['from'], id = signer.id) =>
      (await verdict({}, { kind: 'unknown', compared: [await by({ from, id })] })).nextStep
    expect(await unknown('server')).toBe(
      `It names this server's key ${signer.id}, but that key did not sign this text: the manifest or the signature was changed. Do not rely on it.`,
    )
    expect(await unknown('pasted')).toContain(`It names the key ${signer.id} that you pasted, but`)
    expect(await unknown('server', 'another')).toContain('Open this page on the server that made the pack')
    expect((await verdict({}, { kind: 'no signature' })).nextStep).toContain('manifest.json.sig')
  })

  test('a zip that is not whole', async () => {
    const { isVerified, nextStep } = await verdict({ zipFaults: ['Something has been added after its end.'] })
    expect(isVerified).toBe(false)
    expect(nextStep).toContain('make the export once more')
  })

  const problems: Problem[] = [
    { kind: 'empty' },
    { kind: 'no zip' },
    { kind: 'cut off' },
    { kind: 'sheet' },
    { kind: 'no manifest' },
    { kind: 'in a folder' },
    { kind: 'two manifests' },
    { kind: 'too many files' },
    { kind: 'unreadable zip', why: 'It is damaged: x.' },
    { kind: 'unreadable manifest', why: 'it is not JSON' },
    { kind: 'other format' },
    { kind: 'other version', version: '2' },
    { kind: 'bad manifest', at: 'files' },
  ]
  test.each(problems)('no manifest to compare with: %j', async (problem) => {
    const { isVerified, nextStep, answers } = await verdict({ problem, manifest: undefined })
    expect(isVerified).toBe(false)
    expect(nextStep).toMatch(/\.$/)
    expect(answers[0]).toMatchObject({ state: 'bad', text: expect.stringMatching(/\.$/) })
    expect(answers[2]).toMatchObject({ state: 'bad', title: 'INCOMPLETE' })
  })
})

test('MiB and bytes are told from 1 and from 0, and no more of them than can be read', async () => {
  const ranges = Array.from({ length: 30 }, (_, place) => ({
    first: place * 2 + 1,
    last: place * 2 + 1,
    fromByte: place * 2 * 1_048_576,
    toByte: (place * 2 + 1) * 1_048_576 - 1,
  }))
  const { answers } = await verdict({ fileFaults: [{ name: 'a.csv', kind: 'changed', ranges }] })
  const [words = ''] = answers[0]?.details ?? []
  expect(words).toMatch(
    /^a\.csv was changed: MiB 1 \(bytes 0 to 1,048,575\), MiB 3 \(bytes 2,097,152 to 3,145,727\), /,
  )
  expect(words).toMatch(/ and 10 other places\.$/)
})

describe('what a pack covers is said before all else', () => {
  const part = 'only the rows of the review that the maker may see'
  const notSaid = '1 row. The manifest does not say whether the review has others.'

  test.each([
    ['ACCESS_REVIEW', 'every row of the review', '1 row: every row of the review.'],
    ['ACCESS_REVIEW', part, '1 row: only those that Ada Lovelace may see; the review may have others.'],
    [
      'ACCESS_REVIEW',
      `${part} and the filter matches`,
      '1 row: only those that Ada Lovelace may see and the filter matches; the review may have others.',
    ],
    ['ACCESS_REVIEW', undefined, notSaid],
    ['ACTION_EVENTS', 'every event of the log', '1 event: every event of the log.'],
    ['ACTION_EVENTS', undefined, '1 event.'],
  ])('of %s: %s', async (kind, covers, words) => {
    const said = await saying(kind, covers)
    expect((await verdict(said)).covers).toBe(words)
    // What nobody vouches for does not stand there.
    expect((await verdict(said, { kind: 'unknown', compared: [] })).covers).toBe('')
  })

  /** The pack, whose manifest is of this kind and says this. */
  async function saying(kind: string, covers: string | undefined): Promise<Pick<PackReport, 'manifest'>> {
    const { manifest } = await pack
    if (!manifest) throw new Error('The pack has no manifest.')
    const { export: made, query } = manifest
    return { manifest: { ...manifest, export: { ...made, kind }, query: { ...query, covers } } }
  }
})

test('a key that was replaced says when, in the zone of the page', async () => {
  const replaced = { kind: 'signed', by: await by({ replacedAt: '2026-11-28T23:30:00Z' }) } as const
  const { answers, isVerified } = await verdict({}, replaced, 'Europe/Berlin')
  expect(isVerified).toBe(true)
  expect(answers[1]?.text).toContain('another key since 2026-11-29 00:30:00 (Europe/Berlin).')
})
