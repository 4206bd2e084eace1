import { createContext, use } from 'react'
import type { ReviewContext } from './review-context.ts'

const Context = createContext<ReviewContext | undefined>(undefined)
export const ReviewContextProvider = Context.Provider

/** What the rows of the nearest review share. */
export function useReviewContext(): ReviewContext {
  const context = use(Context)
  if (!context) throw new Error('useKit needs a review above it')
  return context
}
