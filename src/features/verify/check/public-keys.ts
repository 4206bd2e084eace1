import { sha256 } from './sha256.ts'
import { isOfSmallOrder } from './small-order.ts'

/** A public key of somebody who may have signed a pack. */
export type PublicKey = {
  /** As manifests name it: the first 16 hexadecimal digits of the SHA-256 of the key (DER, SPKI). */
  readonly id: string
  readonly key: CryptoKey
}

/** A key that signatures are compared with, and how the page came by it. */
export type KnownKey = PublicKey & {
  readonly from: 'server' | 'pasted'
  /** When its server took another one. */
  readonly replacedAt: string | null
}

/** A text that was to be a key, and is none. */
export class NoPublicKey extends Error {}

const ed25519 = { name: 'Ed25519' }

/** The key of the first test of RFC 8032. */
const known = 'MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo='

/** Whether this browser can check signatures of this kind. */
export async function canCheckSignatures(): Promise<boolean> {
  try {
    await importKey(bytesOf(known))
    return true
  } catch {
    return false
  }
}

/** Reads the one public key of a PEM text. Throws `NoPublicKey`, whose message says what is wrong, for any other text. */
export async function readPublicKey(pem: string): Promise<PublicKey> {
  const der = readPem(pem)
  const key = await importKey(der).catch(() => undefined)
  if (!key) throw new NoPublicKey('This is not an Ed25519 public key. The keys of Countersign are.')
  if (isOfSmallOrder(new Uint8Array(await crypto.subtle.exportKey('raw', key))))
    throw new NoPublicKey('This key proves nothing: a signature by it can be made for any text, by anybody.')
  return { key, id: (await sha256(der)).slice(0, 16) }
}

function importKey(der: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey('spki', der, ed25519, true, ['verify'])
}

const block = /-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \1-----/g

function readPem(text: string): Uint8Array<ArrayBuffer> {
  const [first, ...more] = text.matchAll(block)
  const [, label = '', base64 = ''] = first ?? []
  if (label === '')
    throw new NoPublicKey(
      'This is no key: one begins with -----BEGIN PUBLIC KEY----- and ends with -----END PUBLIC KEY-----.',
    )
  if (label.includes('PRIVATE'))
    throw new NoPublicKey(
      'This is a private key, which nobody should have but its server. Paste the public key.',
    )
  if (label !== 'PUBLIC KEY') throw new NoPublicKey(`This is no public key but a ${label.toLowerCase()}.`)
  if (more.length > 0) throw new NoPublicKey('These are several keys. Paste one of them.')
  try {
    return bytesOf(base64)
  } catch {
    throw new NoPublicKey(
      'The text between the first and the last line of the key is damaged. Copy it once more.',
    )
  }
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64.replaceAll(/\s/g, '')), (letter) => letter.charCodeAt(0))
}
