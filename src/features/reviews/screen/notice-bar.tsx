import { useLayoutEffect } from 'react'
import { Button } from '#ui/button.tsx'
import { FootBar } from '../parts/foot-bar.tsx'
import type { ActiveRow } from '../state/use-active.ts'
import type { Notice } from '../state/use-notice.ts'

type Props = {
  readonly notice: Notice | undefined
  readonly place: ActiveRow
  /** Opens the dialog in which the note of a row is changed. */
  readonly onNote: (id: number) => void
}

/** What is said of keys and rows, below the table so that no row moves. It is said aloud elsewhere. */
export function NoticeBar({ notice, place, onNote }: Props) {
  const { active, moveTo } = place
  // It takes some of the table's height: the marked row must not be what it takes.
  useLayoutEffect(() => {
    const marked = active.get()
    if (notice && marked !== undefined && !active.isInView(marked)) active.moveTo(marked)
  }, [notice, active])
  if (!notice) return null
  const { text, goTo, noteOf } = notice
  return (
    <FootBar>
      <span data-notice>{text}</span>
      {goTo !== undefined && <Button onClick={() => moveTo(goTo)}>Go to the first</Button>}
      {noteOf !== undefined && <Button onClick={() => onNote(noteOf)}>Edit the note</Button>}
    </FootBar>
  )
}
