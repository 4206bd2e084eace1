/** An encrypted text: 12 random bytes, and what AES-GCM made of it. */
export type Sealed = { readonly iv: Uint8Array<ArrayBuffer>; readonly ct: ArrayBuffer }

/**
 * Encrypts and decrypts what is stored on the device. A text can be decrypted only with the same `bound` (AES-GCM's
 * additional data), so that it cannot be moved to another row.
 */
export type Cipher = {
  readonly seal: (content: unknown, bound: string) => Promise<Sealed>
  /** The content that was sealed; undefined where it was changed, moved to another place, or sealed with another key. */
  readonly open: (sealed: Sealed, bound: string) => Promise<unknown>
}

const bytesOf = (text: string) => new TextEncoder().encode(text)

/** Makes a cipher from 32 bytes in base64. The key cannot be exported from it. */
export async function createCipher(key: string): Promise<Cipher> {
  const bytes = Uint8Array.from(atob(key), (character) => character.charCodeAt(0))
  const usages = ['encrypt', 'decrypt'] as const
  const imported = await crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, [...usages])
  return {
    async seal(content, bound) {
      const iv = crypto.getRandomValues(new Uint8Array(12))
      const algorithm = { name: 'AES-GCM', iv, additionalData: bytesOf(bound) }
      return { iv, ct: await crypto.subtle.encrypt(algorithm, imported, bytesOf(JSON.stringify(content))) }
    },
    async open({ iv, ct }, bound) {
      try {
        const algorithm = { name: 'AES-GCM', iv, additionalData: bytesOf(bound) }
        return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(algorithm, imported, ct)))
      } catch {
        // The platform does not say which of the reasons it was; the caller counts what cannot be read.
        return undefined
      }
    },
  }
}
