import { createContext, use } from 'react'
import type { ReviewKit } from './kit.ts'

const KitContext = createContext<ReviewKit | undefined>(undefined)
export const KitProvider = KitContext.Provider

/** What the rows of the nearest review share. */
export function useKit(): ReviewKit {
  const kit = use(KitContext)
  if (!kit) throw new Error('useKit needs a review above it')
  return kit
}
