import type { ReactNode } from 'react'

/** A value of a field, what it is called, and how many rows have it. */
export type CountedValue = { readonly value: string; readonly label: string; readonly count: number }

/** The values of a field that most rows have. */
export type CountedValues = {
  readonly values: readonly CountedValue[]
  /** How many values follow. */
  readonly others: number
  /** Which rows are counted, in a sentence. */
  readonly covers: string
}

/** What is known of the values of a field by now. */
export type CountsReading = {
  readonly value: CountedValues | undefined
  /** Why they could not be counted. */
  readonly failure: string | undefined
  readonly retry: () => void
}

/** What counts the values of fields for filter controls; a table knows no more of it. */
export type ValueCounts = {
  /** Whether the values of a field are counted. */
  readonly has: (field: string) => boolean
  /** Draws `children` with what is known of a field's values that hold a text, and again when more is. */
  readonly read: (field: string, holds: string, children: (counts: CountsReading) => ReactNode) => ReactNode
}
