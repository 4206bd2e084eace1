import { CellCheckbox } from '#ui/checkbox.tsx'
import { useChosen } from '../choice/row-choice.ts'
import { useReview, useReviewList } from '../state/review-provider.ts'
import { rowsOnScreen } from '../choice/rows-on-screen.ts'

/** In the head of the table: chooses the rows on the screen, or where any row is chosen, none. */
export function ChooseScreen() {
  const { choice, covers } = useReview()
  const { rows, work } = useReviewList()
  const chosen = useChosen(choice)
  return (
    <CellCheckbox
      label={chosen ? 'Choose no row' : 'Choose the rows on the screen'}
      checked={chosen?.kind === 'matching' && chosen.excepted === 0}
      isPartly={chosen !== undefined}
      onChange={() => {
        if (chosen) choice.clear()
        else if (!rows.stale) choice.chooseRows(rowsOnScreen(rows, work.place.active, covers))
        work.place.active.focus()
      }}
    />
  )
}
