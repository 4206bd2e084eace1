import { useEffect, useState } from 'react'
import { checkSignature, type SignatureAnswer } from './check/check-signature.ts'
import type { SignedBytes } from './check/faults.ts'
import type { KnownKey } from './check/public-keys.ts'

/** What an answer is about. */
type Question = { readonly signed: SignedBytes | undefined; readonly keys: readonly KnownKey[] | undefined }

/** Whose signature a pack bears, among these keys; undefined until that is known. */
export function useSignature({ signed, keys }: Question): SignatureAnswer<KnownKey> | undefined {
  const [last, setLast] = useState<Question & { readonly answer: SignatureAnswer<KnownKey> }>()
  useEffect(() => {
    let isLeft = false
    if (keys)
      void checkSignature(signed, keys).then((answer) => {
        if (!isLeft) setLast({ signed, keys, answer })
      })
    return () => {
      isLeft = true
    }
  }, [signed, keys])
  // The answer about another pack, or among other keys, is none about this one.
  return last?.signed === signed && last?.keys === keys ? last?.answer : undefined
}
