import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test, vi } from 'vitest'
import {
  createSigner,
  type ExportFile,
  manifestOf,
  packEntries,
  someRows,
  vouchers,
  type ZipEntry,
  zipOf,
} from '#testing/sample-pack.ts'
import { smallOrderKeys } from '#testing/small-order-keys.ts'
import { checkPack } from './check-pack.ts'
import { checkSignature } from './check-signature.ts'
import { canCheckSignatures, readPublicKey } from './public-keys.ts'

const signer = createSigner()
const stranger = createSigner()
const csv: ExportFile = { name: 'events.csv', bytes: someRows(300), rows: 7 }
const whole = packEntries([csv], signer)
const keys = () => Promise.all([stranger, signer].map(({ pem }) => readPublicKey(pem)))

async function answerTo(entries: readonly ZipEntry[], known = keys()) {
  const { signed } = await checkPack(new Blob([new Uint8Array(await zipOf(entries))]))
  return await checkSignature(signed, await known)
}

const withEntry = (name: string, bytes: Buffer) =>
  whole.map((entry) => (entry.name === name ? { ...entry, bytes } : entry))

describe('whose signature a pack bears', () => {
  test('that of a key which is known, by its id', async () => {
    expect(await answerTo(whole)).toMatchObject({ kind: 'signed', by: { id: signer.id } })
  })

  test('a manifest with another byte is signed by nobody', async () => {
    const text = JSON.stringify(manifestOf([csv], signer), null, 2)
    expect(await answerTo(withEntry('manifest.json', Buffer.from(`${text}\n`)))).toMatchObject({
      kind: 'signed',
    })
    for (const other of [text, `${text}\n\n`, text.replace('ada@', 'eve@')])
      expect(await answerTo(withEntry('manifest.json', Buffer.from(other)))).toMatchObject({
        kind: 'unknown',
      })
  })

  test('a pack that somebody else has signed anew is not signed, and its own key is not taken', async () => {
    const forged = {
      ...manifestOf([csv], stranger),
      public_key: stranger.pem,
      server: { version: '1', key_id: signer.id },
    }
    const entries = [
      ...vouchers(forged, stranger),
      csv,
      { name: 'key.pem', bytes: Buffer.from(stranger.pem) },
    ]
    const known = readPublicKey(signer.pem).then((key) => [key])
    expect(await answerTo(entries, known)).toMatchObject({ kind: 'unknown' })
  })

  test.each([
    ['is missing', whole.filter(({ name }) => name !== 'manifest.json.sig')],
    ['is too long', withEntry('manifest.json.sig', Buffer.alloc(65))],
    ['is too short', withEntry('manifest.json.sig', Buffer.alloc(63))],
    ['is there twice', [...whole, ...whole.slice(1, 2)]],
  ])('a signature that %s is none', async (_, entries) => {
    expect(await answerTo(entries)).toEqual({ kind: 'no signature' })
  })

  test('a signature of another version is looked at all the same', async () => {
    const later = vouchers({ ...manifestOf([csv], signer), format_version: 2 }, signer)
    expect(await answerTo(later)).toMatchObject({ kind: 'signed' })
  })

  test('without a key, or without a manifest, nobody is named', async () => {
    expect(await answerTo(whole, Promise.resolve([]))).toEqual({ kind: 'no keys' })
    expect(await answerTo([csv])).toEqual({ kind: 'no manifest' })
  })

  test('a browser that cannot check signatures says so', async () => {
    const known = await keys()
    vi.spyOn(crypto.subtle, 'importKey').mockRejectedValue(new DOMException('no', 'NotSupportedError'))
    expect(await canCheckSignatures()).toBe(false)
    expect(await answerTo(whole, Promise.resolve(known))).toEqual({ kind: 'not in this browser' })
  })
})

describe('a pasted key', () => {
  const pem = (type: 'public' | 'private', kind: 'ed25519' | 'ec') => {
    const pair =
      kind === 'ed25519' ? generateKeyPairSync(kind) : generateKeyPairSync(kind, { namedCurve: 'prime256v1' })
    return type === 'public'
      ? pair.publicKey.export({ type: 'spki', format: 'pem' }).toString()
      : pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  }

  test('is read with whatever stands around it, and with the line ends of any system', async () => {
    const around = `Key of the server:\n${signer.pem.replaceAll('\n', '\r\n')}\nthat was it`
    expect(await readPublicKey(around)).toMatchObject({ id: signer.id })
  })

  test('of small order proves nothing', async () => {
    for (const key of smallOrderKeys())
      await expect(readPublicKey(key), key).rejects.toThrow('This key proves nothing')
  })

  test.each([
    ['nothing', '', 'This is no key'],
    ['words', 'my key', 'This is no key'],
    ['a private key', pem('private', 'ed25519'), 'This is a private key'],
    ['a certificate', '-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----', 'but a certificate'],
    ['a key of another kind', pem('public', 'ec'), 'not an Ed25519 public key'],
    ['a damaged key', signer.pem.replace('MCow', 'MC*w'), 'is damaged'],
    ['a part of a key', signer.pem.replace('MCow', ''), 'not an Ed25519 public key'],
    ['two keys', signer.pem + stranger.pem, 'several keys'],
  ])('that is none says why: %s', async (_, text, words) => {
    await expect(readPublicKey(text)).rejects.toThrow(words)
  })
})
