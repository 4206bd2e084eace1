import type { SignedBytes } from './faults.ts'
import { canCheckSignatures, type PublicKey } from './public-keys.ts'

/** Whose signature a pack bears. Only `signed` vouches for anything. */
export type SignatureAnswer<Key extends PublicKey = PublicKey> =
  | { readonly kind: 'signed'; readonly by: Key }
  /** None of the keys has signed this manifest: it was changed, or somebody else has signed it. */
  | { readonly kind: 'unknown'; readonly compared: readonly Key[] }
  | { readonly kind: 'no manifest' | 'no signature' | 'no keys' | 'not in this browser' }

/**
 * Looks for the key that has signed exactly these bytes, among keys that come from the server or from whoever looks, never
 * from the pack.
 */
export async function checkSignature<Key extends PublicKey>(
  signed: SignedBytes | undefined,
  keys: readonly Key[],
): Promise<SignatureAnswer<Key>> {
  if (!signed) return { kind: 'no manifest' }
  const { manifest, signature } = signed
  if (!signature) return { kind: 'no signature' }
  if (!(await canCheckSignatures())) return { kind: 'not in this browser' }
  if (keys.length === 0) return { kind: 'no keys' }
  for (const by of keys)
    if (await crypto.subtle.verify({ name: 'Ed25519' }, by.key, signature, manifest))
      return { kind: 'signed', by }
  return { kind: 'unknown', compared: keys }
}
