/** A text that only the key of its person opens (AES-GCM: 12 random bytes, then the text and its tag). */
export type Sealed = { readonly iv: Uint8Array<ArrayBuffer>; readonly ct: ArrayBuffer }

/** Encrypts what is kept on the device. `bound` is what a sealed text belongs to; it opens with the same `bound` only. */
export type Cipher = {
  readonly seal: (content: unknown, bound: string) => Promise<Sealed>
  /** The content that was sealed; undefined where it was changed, moved to another place, or sealed with another key. */
  readonly open: (sealed: Sealed, bound: string) => Promise<unknown>
}

const bytesOf = (text: string) => new TextEncoder().encode(text)

/** A cipher with a key of 32 bytes in base64. The key stays in memory and cannot be read out again. */
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
