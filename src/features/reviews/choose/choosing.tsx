import { useChosen } from '../choice/row-choice.ts'
import { useReview } from '../state/review-provider.ts'
import { Announcement } from '#ui/visually-hidden.tsx'
import { ChosenBar } from './chosen-bar.tsx'
import { chosenText, useChosenCounts } from './chosen-counts.ts'
import { useChoosingKeys } from './use-choosing-keys.ts'

/** What chooses rows besides x and their boxes, and what stands below the list while any are chosen. */
export function Choosing() {
  const { choice } = useReview()
  const chosen = useChosen(choice)
  const counts = useChosenCounts(chosen)
  useChoosingKeys()
  return (
    <>
      {chosen && <ChosenBar chosen={chosen} counts={counts} />}
      <Announcement>{chosen && chosenText(chosen, counts)}</Announcement>
    </>
  )
}
