import { spawnSync } from 'node:child_process'
import { createCipheriv, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import {
  changed,
  exact,
  keyIdOf,
  manifestOf,
  type PackEntry,
  type PackFile,
  pemOf,
  replaced,
  signed,
  type ZipForm,
  zipOf,
} from './make-pack.ts'
import { startVerifyPack, verifyPackFile } from './run-verify-pack.ts'
import { smallOrderKeys } from './small-order-keys.ts'

const MiB = 1_048_576
const verifier = startVerifyPack()
const { dir, server, keyFile, fileOf, run, verify, refusal } = verifier
afterAll(() => verifier.stop())
const stranger = generateKeyPairSync('ed25519')

/** Three MiB and a little more, which no zip makes smaller. */
const long: PackFile = {
  name: 'action-events.csv',
  holds: 'rows',
  bytes: createCipheriv('aes-128-ctr', 'k'.repeat(16), 'v'.repeat(16)).update(Buffer.alloc(3 * MiB + 1000)),
}
const files = [long, exact]
const whole = [...files, ...signed(manifestOf(files), server.privateKey)]
const manifest = manifestOf([exact])
/** A pack of a few bytes, with this manifest. */
const small = (said: unknown = manifest) => [exact, ...signed(said, server.privateKey)]

describe('an unchanged pack is verified', () => {
  test('made while it is sent', async () => {
    const { exit, stdout, stderr } = await verify(await zipOf(whole))
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' })
    expect(stdout).toContain(
      `1. Files: as in the manifest\n2. Signature: by the server key ${keyIdOf(server.publicKey)}\n3. Complete\n\nVERIFIED\n`,
    )
  })

  test.each<[string, ZipForm]>([
    ['of zip64', { forceZip64Format: true }],
    ['stored', { compress: false }],
    ['stored, of zip64', { compress: false, forceZip64Format: true }],
    ['with sizes first', { sizesFirst: true }],
    ['with sizes first, of zip64', { sizesFirst: true, forceZip64Format: true }],
  ])('but not in another zip: %s', async (_, form) => {
    expect(await refusal(await zipOf(small(), form))).toMatch(
      /the zip is not as the server makes it: |the end of the zip is damaged/,
    )
  })

  test('and it says what the pack holds', async () => {
    const { stdout } = await verify(await zipOf(whole))
    for (const words of [
      'asked for by Ana Audit, ana@example.com, localCookieUser, ana at 2026-11-29T02:00:00Z',
      'which rows: state is ERRORED; order: started_at desc',
      'filter: state eq "ERRORED"',
      'started_at: 2026-01-01T00:00:00Z to any, UTC',
      'rows as they were at 2026-11-29T02:00:01Z',
      'rows: 12 written, 12 counted; compared with the events that the filter matches, 12',
      'action-events.csv: rows; 12 rows, 3,146,728 bytes, 0 cells cut, 2 guarded',
    ])
      expect(stdout).toContain(words)
  })

  test.each([
    ['ACCESS_REVIEW', 'every row of the review', '12 rows: every row of the review'],
    [
      'ACCESS_REVIEW',
      'only the rows of the review that the maker may see',
      '12 rows: only the rows of the review that the maker may see (Ana Audit); the review may have others',
    ],
    ['ACCESS_REVIEW', undefined, '12 rows; the manifest does not say whether the review has others'],
    ['ACTION_EVENTS', undefined, '12 events'],
  ])('and it says first what a pack of %s covers: %s', async (kind, covers, words) => {
    const { export: made, query } = manifest as { export: object; query: object }
    const said = { ...manifest, export: { ...made, kind }, query: { ...query, covers } }
    const { exit, stdout } = await verify(await zipOf(small(said)))
    expect(exit).toBe(0)
    expect(stdout).toContain(`What the manifest says:\n   - covers: ${words}\n`)
  })

  test('with files of no byte and of whole MiB', async () => {
    const even = ['rows', 'history'].map((holds, index) => ({
      name: `${holds}.csv`,
      holds,
      bytes: long.bytes.subarray(0, (1 - index) * 2 * MiB),
    }))
    const entries = [...even, ...signed(manifestOf(even), server.privateKey)]
    expect(await verify(await zipOf(entries))).toMatchObject({ exit: 0 })
  })

  test('by this file alone, elsewhere', async () => {
    const alone = join(dir, 'copied.mjs')
    copyFileSync(verifyPackFile, alone)
    const run = (...args: readonly string[]) =>
      spawnSync(process.execPath, [alone, ...args], { cwd: dir, encoding: 'utf8' })
    const pack = fileOf('pack.zip', await zipOf(small()))
    expect(run('--key', keyFile, pack)).toMatchObject({ status: 0, stderr: '' })
    fileOf('pack.zip', changed(await zipOf(small()), 40))
    expect(run('--key', keyFile, pack)).toMatchObject({ status: 1, stderr: '' })
    expect(run('--help')).toMatchObject({ status: 0, stderr: '', stdout: expect.stringMatching(/^Usage: /) })
  })
})

describe('a changed byte', () => {
  test.each([
    [0, '1', '0', '1,048,575'],
    [MiB - 1, '1', '0', '1,048,575'],
    [MiB, '2', '1,048,576', '2,097,151'],
    [2.5 * MiB, '3', '2,097,152', '3,145,727'],
    [3 * MiB + 999, '4', '3,145,728', '3,146,727'],
  ])('of a file, %i, is found in its MiB', async (at, part, from, to) => {
    const place = `   - action-events.csv: MiB ${part} of 4 differs (bytes ${from} to ${to})\n`
    const bytes = changed(long.bytes, at)
    const [first, ...more] = (await refusal(await zipOf(replaced(whole, long.name, bytes))))
      .split('1. Files: NOT as in the manifest\n')[1]
      ?.split('2. Signature: by the server key') ?? ['']
    expect(first).toBe(place)
    expect(more.join('')).toContain('3. INCOMPLETE\n   - not every file is there as it was\n')
    // In the zip as it lies there, not packed anew: stored, so that the place is known.
    const zip = await zipOf(whole, { compress: false })
    expect(await refusal(changed(zip, zip.indexOf(long.bytes) + at))).toContain(place)
  })

  test('of a packed file is found near its MiB', async () => {
    const zip = await zipOf(whole)
    const text = await refusal(changed(zip, Math.floor((zip.indexOf('PK\u0007\u0008') * 2.5) / 3), 0xff))
    expect(text).toMatch(/ {3}- action-events\.csv: .*MiB 3 of 4/)
  })

  test('of another file, of the manifest and of its signature is found', async () => {
    const json = changed(exact.bytes, 50)
    expect(await refusal(await zipOf(replaced(small(), exact.name, json)))).toContain(
      '1. Files: NOT as in the manifest\n   - action-events.jsonl: MiB 1 of 1 differs (bytes 0 to 95)\n',
    )
    const said = small()[1]?.bytes ?? Buffer.alloc(0)
    const other = Buffer.from(said.toString().replace('Ana Audit', 'Ana Audio'))
    expect(await refusal(await zipOf(replaced(small(), 'manifest.json', other)))).toContain(
      `2. Signature: UNKNOWN\n   - the manifest was changed, or signed with another key than ${keyIdOf(server.publicKey)}; it names 0000000000000000\n3. Complete, if the manifest can be believed\n`,
    )
    for (const at of [0, 31, 32, 63]) {
      const [, , signature] = small()
      const bytes = changed(signature?.bytes ?? Buffer.alloc(0), at)
      expect(await refusal(await zipOf(replaced(small(), 'manifest.json.sig', bytes)))).toContain(
        '1. Files: as in the manifest\n2. Signature: UNKNOWN\n',
      )
    }
    for (const length of [0, 63, 65])
      expect(
        await refusal(await zipOf(replaced(small(), 'manifest.json.sig', Buffer.alloc(length)))),
      ).toContain('2. Signature: UNKNOWN\n')
  })
})

describe('not verified is', () => {
  const says = async (entries: readonly PackEntry[], ...words: readonly string[]) => {
    const text = await refusal(await zipOf(entries))
    for (const word of words) expect(text).toContain(word)
  }

  test('a pack from which a file is gone, or its manifest, or its signature', async () => {
    const [csv, json, said, signature] = whole as [PackEntry, PackEntry, PackEntry, PackEntry]
    await says(
      [csv, said, signature],
      '1. Files: NOT as in the manifest\n   - action-events.jsonl is missing\n2. Signature: by the server key',
      '3. INCOMPLETE\n',
    )
    await says(
      [csv, json, signature],
      '1. Files: NOT',
      'no manifest.json',
      '2. Signature: UNKNOWN',
      '3. INCOMPLETE',
    )
    await says(
      [csv, json, said],
      '1. Files: as in',
      '2. Signature: UNKNOWN\n   - manifest.json.sig is missing: it was taken out or changed. Take the pack as',
    )
    await says(
      small().map(({ name, bytes }) => ({ name: `pack/${name}`, bytes })),
      '1. Files: NOT as in the manifest\n   - everything is in a folder. Unzipped and zipped again?',
    )
  })

  test('one with a file that is longer or shorter', async () => {
    const rest = long.bytes.subarray(0, 2 * MiB + 7)
    await says(
      replaced(whole, long.name, rest),
      'action-events.csv: it is shorter: it ends at byte 2,097,159 (MiB 3 of 4), not at 3,146,728',
    )
    await says(
      replaced(whole, long.name, Buffer.concat([long.bytes, Buffer.from('x')])),
      'action-events.csv: it is longer than its 3,146,728 bytes, and was not read further',
    )
  })

  test('one with a file more, by any name', async () => {
    for (const name of ['key.pem', 'Manifest.txt', 'directory'])
      await says(
        [...small(), { name, bytes: Buffer.from(pemOf(stranger.publicKey)) }],
        `   - ${name} is not in the manifest`,
      )
  })

  test('one with two entries of one name, or of names that differ in case alone', async () => {
    const twice = [...small(), { name: exact.name, bytes: Buffer.from('other') }]
    await says(twice, '   - action-events.jsonl stands there twice')
    const upper = { name: 'Action-Events.JSONL', bytes: exact.bytes }
    const both = manifestOf([exact, { ...exact, ...upper }])
    await says(
      [exact, upper, ...signed(both, server.privateKey)],
      '   - Action-Events.JSONL stands there twice',
    )
  })

  test('a changed pack that somebody signed anew, with their key beside', async () => {
    const csv = { ...long, bytes: changed(long.bytes, 5) }
    const pem = { name: 'key.pem', holds: 'key', bytes: Buffer.from(pemOf(stranger.publicKey)) }
    const said = manifestOf([csv, exact, pem])
    const forged = {
      ...said,
      public_key: pemOf(stranger.publicKey),
      server: { version: '0.1.0', key_id: keyIdOf(server.publicKey), public_key: pemOf(stranger.publicKey) },
    }
    await says(
      [csv, exact, pem, ...signed(forged, stranger.privateKey)],
      'What the manifest says, for which nobody vouches:',
      `2. Signature: UNKNOWN\n   - it names the key ${keyIdOf(server.publicKey)}, but that key did not sign this text: the manifest or the signature was changed. Do not rely on it.\n3. Complete, if the manifest can be believed\n`,
    )
  })

  test.each<[string, object, string]>([
    ['of another version', { format_version: 2 }, 'manifest.json is of version 2, not 1'],
    ['of no export', { format: 'x' }, 'manifest.json is none of an export'],
    [
      'that is not complete',
      { complete: false },
      '3. INCOMPLETE\n   - the server says that it is not complete\n',
    ],
    [
      'of complete "true"',
      { complete: 'true' },
      '3. INCOMPLETE\n   - the server says that it is not complete\n',
    ],
    [
      'with fewer rows than counted',
      { rows: { written: 12, counted: 13 } },
      '3. INCOMPLETE\n   - 12 of 13 rows were written\n',
    ],
    [
      'with other rows than the files',
      { rows: { written: 13, counted: 13 } },
      '3. INCOMPLETE\n   - the files have other numbers of rows than the export\n',
    ],
    [
      'with other rows than those it was compared with',
      { rows: { written: 12, counted: 12, reconciled_with: { what: 'in the log', count: 11 } } },
      '3. INCOMPLETE\n   - 11 rows are in the log\n',
    ],
    ['without files', { files: [] }, 'manifest.json is not as version 1 is'],
    [
      'with more files than a pack has',
      { files: Array.from({ length: 101 }, () => ({})) },
      'manifest.json names more than 100 files',
    ],
    ['without rows', { rows: {} }, 'manifest.json is not as version 1 is'],
  ])('a signed manifest %s', async (_, change, words) => {
    await says(small({ ...manifest, ...change }), words, '2. Signature: by the server key', 'INCOMPLETE')
  })

  test.each<[string, object]>([
    ['../etc/passwd', { name: '../etc/passwd' }],
    ['a\u001b[2J', { name: 'a\u001b[2J' }],
    ['manifest.json', { name: 'manifest.json' }],
    ['parts of another size', { chunk_bytes: 4096 }],
    ['a part less', { chunk_sha256: [] }],
    ['no hash', { sha256: 'x' }],
    ['half a byte', { bytes: 95.5 }],
    ['no words of what it holds', { holds: { toString: 1 } }],
  ])('a signed manifest that has of a file %s', async (_, change) => {
    const [file] = manifest['files'] as object[]
    await says(
      small({ ...manifest, files: [{ ...file, ...change }] }),
      'manifest.json is not as version 1 is',
    )
  })

  test('a signed manifest whose hash of a whole file, or of a MiB, is another', async () => {
    const [file] = manifest['files'] as object[]
    const hash = 'a'.repeat(64)
    await says(
      small({ ...manifest, files: [{ ...file, sha256: hash }] }),
      'action-events.jsonl: the SHA-256 of the whole is another',
    )
    await says(
      small({ ...manifest, files: [{ ...file, chunk_sha256: [hash] }] }),
      'action-events.jsonl: MiB 1 of 1 differs',
    )
  })

  test('a manifest that is no JSON, or no UTF-8', async () => {
    for (const text of ['{', '', '[]', 'null', '\u00ff']) {
      const bytes = Buffer.from(text, 'latin1')
      const [, signature] = signed(manifest, server.privateKey)
      await says(
        [exact, { name: 'manifest.json', bytes }, signature ?? exact],
        '1. Files: NOT',
        'UNKNOWN',
        'INCOMPLETE',
      )
    }
  })

  test('a text of the manifest that steers a terminal, which is shown without doing so', async () => {
    const text = 'x\u001b[2J\r\nVERIFIED\u202e\u0007'
    const made = { made_by: { name: text }, id: text, kind: text }
    const said = {
      ...manifest,
      complete: false,
      export: made,
      query: { filter: text, filter_in_words: 'w'.repeat(9999) },
    }
    const answer = await refusal(await zipOf(small(said)))
    expect(answer).not.toMatch(/[^\P{C}\n]/u)
    expect(answer).toContain('x\\u{1b}[2J\\u{d}\\u{a}VERIFIED\\u{202e}\\u{7}')
    expect(answer).toContain('… (9,999 signs)')
    expect(answer).not.toContain('w'.repeat(401))
  })
})

describe('keys', () => {
  const answer = (...keys: readonly object[]) => fileOf('keys.json', JSON.stringify({ values: keys }))
  const listed = (key: KeyObject, replaced_at: string | null = null) => ({
    key_id: keyIdOf(key),
    public_key: pemOf(key),
    created_at: '2026-01-01T00:00:00Z',
    replaced_at,
  })

  test('may be several, and those of an answer of the server', async () => {
    const zip = await zipOf(small())
    const both = fileOf('both.pem', `${pemOf(stranger.publicKey)}\n${pemOf(server.publicKey)}`)
    expect(await verify(zip, both)).toMatchObject({ exit: 0 })
    const told = fileOf('told.txt', `${keyIdOf(server.publicKey)}\tsigns\n${pemOf(server.publicKey)}`)
    expect(await verify(zip, told)).toMatchObject({ exit: 0 })
    const old = answer(listed(stranger.publicKey), listed(server.publicKey, '2026-05-05T00:00:00Z'))
    const { exit, stdout } = await verify(zip, old)
    expect(exit).toBe(0)
    expect(stdout).toContain(
      `by the server key ${keyIdOf(server.publicKey)}, which was replaced at 2026-05-05T00:00:00Z\n`,
    )
    const other = await verify(zip, answer(listed(stranger.publicKey)))
    expect(other).toMatchObject({ exit: 1, stdout: expect.stringContaining('2. Signature: UNKNOWN') })
  })

  test('are needed: without one nothing is verified, and the rest is told', async () => {
    const { exit, stdout } = await run(fileOf('pack.zip', await zipOf(small())))
    expect(exit).toBe(1)
    expect(stdout).toContain(
      '1. Files: as in the manifest\n2. Signature: UNKNOWN\n   - no key was given: it is at /app/v1/export-key',
    )
    expect(stdout).toMatch(/3\. Complete, if the manifest can be believed\n\nNOT VERIFIED\n$/)
  })

  test('of small order prove nothing, and are not taken', async () => {
    for (const key of smallOrderKeys()) {
      const { exit, stdout, stderr } = await verify(await zipOf(small()), fileOf('small.pem', key))
      expect({ exit, stdout }).toEqual({ exit: 2, stdout: 'NOT VERIFIED\n' })
      expect(stderr).toMatch(/cannot be read: key [0-9a-f]{16} in it proves nothing/)
    }
  })

  const privatePem = String(server.privateKey.export({ type: 'pkcs8', format: 'pem' }))
  const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey
  test.each<[string, () => string | Promise<string>]>([
    ['is not there', () => join(dir, 'absent')],
    ['is a folder', () => dir],
    ['is empty', () => fileOf('empty.pem', '')],
    ['has no keys', () => answer()],
    ['is other JSON', () => fileOf('other.json', '{"a":1}')],
    ['is broken JSON', () => fileOf('broken.json', '{"values":')],
    ['is a private key', () => fileOf('private.pem', privatePem)],
    ['has a private key beside', () => fileOf('two.pem', pemOf(server.publicKey) + privatePem)],
    ['has a key of another kind', () => fileOf('rsa.pem', pemOf(rsa))],
    [
      'calls a key otherwise',
      () => answer({ ...listed(server.publicKey), key_id: keyIdOf(stranger.publicKey) }),
    ],
    [
      'is the pack',
      async () =>
        fileOf(
          'pack.zip',
          await zipOf([{ name: 'key.pem', bytes: Buffer.from(pemOf(server.publicKey)) }, ...small()], {
            compress: false,
          }),
        ),
    ],
  ])('from a file that %s are wrong use', async (_, key) => {
    const zip = await zipOf(small())
    const { exit, stdout, stderr } = await run('--key', await key(), fileOf('small.zip', zip))
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: 'NOT VERIFIED\n' })
    expect(stderr).toMatch(/^The key .* cannot be read: .+\n$/)
  })

  test.each([
    [[]],
    [['--key', keyFile]],
    [['a.zip', 'b.zip']],
    [['--keys', keyFile, 'a.zip']],
    [['absent.zip']],
    [[dir]],
  ])('and packs that are none are wrong use: %j', async (args) => {
    const { exit, stdout, stderr } = await run(...args)
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: 'NOT VERIFIED\n' })
    expect(stderr).toMatch(/./)
  })
})
