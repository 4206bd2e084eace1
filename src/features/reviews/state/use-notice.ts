import { useEffect, useState } from 'react'
import type { ReviewRows } from '#queries/reviews/review-rows.ts'
import type { ActivePosition } from '#table/grid/active-position.ts'
import type { Covers } from '../filters/others.ts'
import { undecidedAbove, undecidedText } from './next-row.ts'

/** What stands below the table: a sentence, and what it offers to do: to go to a position, or to change a note. */
export type Notice = {
  readonly text: string
  readonly goTo?: number
  /** The row whose note it offers to change. */
  readonly noteOf?: number
}

export type Notices = {
  readonly notice: Notice | undefined
  /** Says something, and may offer to change the note of a row; undefined takes away what stands there. */
  readonly say: (text: string | undefined, noteOf?: number) => void
  /** Offers the rows above the marked one that were passed over without a decision, where there are any. */
  readonly offerUndecided: () => void
}

/** What is said of keys and rows. It stands until another row is marked. */
export function useNotice(
  rows: Pick<ReviewRows, 'rowAt'>,
  active: ActivePosition,
  decides: boolean,
  covers: Covers,
): Notices {
  const [notice, setNotice] = useState<Notice>()
  useEffect(() => active.subscribe(() => setNotice(undefined)), [active])
  return {
    notice,
    say: (text, noteOf) =>
      setNotice(text === undefined ? undefined : { text, ...(noteOf === undefined ? {} : { noteOf }) }),
    offerUndecided: () => {
      const marked = active.get()
      if (!decides || marked === undefined) return
      const above = undecidedAbove(marked, rows.rowAt, covers)
      if (above) setNotice({ text: undecidedText(above), goTo: above.first })
    },
  }
}
