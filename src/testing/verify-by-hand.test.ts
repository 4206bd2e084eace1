import { spawnSync } from 'node:child_process'
import { createCipheriv, generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { changed, exact, keyIdOf, manifestOf, pemOf, replaced, signed, zipOf } from './make-pack.ts'
import { root } from './source-files.ts'

const programs = ['unzip', 'jq', 'openssl', 'sha256sum', 'split', 'diff']
const missing = programs.filter((name) => spawnSync('sh', ['-c', `command -v ${name}`]).status !== 0)
const MiB = 1_048_576

/** The lines that the page gives to be typed under a heading, in their blocks. */
function blocksOf(heading: string): string[] {
  const page = readFileSync(join(root, 'docs/exports.md'), 'utf8')
  const section = page.split(`${heading}\n`)[1]?.split(/\n##+ /)[0] ?? ''
  return [...section.matchAll(/(?:^ {4}.*\n)+/gm)].map(([block]) => block.replaceAll(/^ {4}/gm, ''))
}

describe(`docs/exports.md by hand${missing.length > 0 ? ` (not tried here without ${missing.join(', ')})` : ''}`, () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const long = {
    name: 'action-events.csv',
    holds: 'rows',
    bytes: createCipheriv('aes-128-ctr', 'k'.repeat(16), 'v'.repeat(16)).update(Buffer.alloc(2 * MiB + 9)),
  }
  const pack = [long, exact, ...signed(manifestOf([long, exact]), privateKey)]
  const [lines = '', ofMiB = ''] = blocksOf('### By hand')

  async function type(script: string, entries: typeof pack, key = publicKey) {
    const cwd = mkdtempSync(join(tmpdir(), 'countersign-test-by-hand-'))
    onTestFinished(() => rmSync(cwd, { recursive: true }))
    writeFileSync(join(cwd, 'PACK.zip'), await zipOf(entries))
    writeFileSync(join(cwd, 'key.pem'), pemOf(key))
    return spawnSync('sh', ['-u', '-c', script], { cwd, encoding: 'utf8' })
  }
  const stepwise = (text: string) => `set -e\n${text}`

  test.skipIf(missing.length > 0)('verifies an unchanged pack', async () => {
    const { status, stdout } = await type(stepwise(lines + ofMiB), pack)
    expect(stdout).toBe(
      `${keyIdOf(publicKey)}\nSignature Verified Successfully\n${long.name}: OK\n${exact.name}: OK\ntrue\n`,
    )
    expect(status).toBe(0)
  })

  test.skipIf(missing.length > 0)('says what of another pack is not as it was, and where', async () => {
    const csv = replaced(pack, long.name, changed(long.bytes, MiB + 5))
    const { stdout } = await type(lines + ofMiB, csv)
    expect(stdout).toContain(`${long.name}: FAILED\n`)
    expect(stdout).toMatch(/^2c2$/m)
    const said = pack[2]?.bytes ?? Buffer.alloc(0)
    const other = replaced(pack, 'manifest.json', changed(said, said.indexOf('Ana')))
    for (const [entries, words] of [
      [csv, /FAILED$/m],
      [other, /Signature Verification Failure/],
      [pack.filter(({ name }) => name !== exact.name), /FAILED open or read$/m],
      [[...pack, { name: 'more.csv', bytes: exact.bytes }], /^> more\.csv$/m],
      [[long, exact, ...signed({ ...manifestOf([long, exact]), complete: false }, privateKey)], /^false$/m],
    ] as const) {
      const answer = await type(stepwise(lines), [...entries])
      expect(answer.status).not.toBe(0)
      expect(answer.stdout + answer.stderr).toMatch(words)
    }
    const stranger = generateKeyPairSync('ed25519').publicKey
    expect(await type(stepwise(lines), pack, stranger)).toMatchObject({ status: 1 })
  })
})
