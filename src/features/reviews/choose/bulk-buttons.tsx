import { runs } from '#contract/reviews/review-rules.ts'
import { Button } from '#ui/button.tsx'
import { ButtonRow } from '#ui/button-row.tsx'
import { Popover } from '#ui/popover.tsx'
import { narrow, useMediaQuery } from '#ui/use-media-query.ts'
import { bulkRefusal } from '../choice/bulk-refusal.ts'
import type { BulkAction } from '../state/bulk-asking.ts'
import { useReview, useReviewList } from '../state/review-provider.ts'

const words: readonly (readonly [BulkAction, string])[] = [
  ['accept', 'Accept …'],
  ['reject', 'Reject …'],
  ['clear', 'Clear …'],
  ['note', 'Note …'],
  ['reassign', 'Reassign …'],
  ['fix', 'Mark fixed …'],
  ['sign off', 'Sign off …'],
]
/** So many of them stand in a narrow bar; the others are behind one button. */
const atHand = 2

type Props = {
  /** How many rows are chosen; undefined until it is known. */
  readonly count: number | undefined
}

/** What can be asked for all chosen rows. */
export function BulkButtons({ count }: Props) {
  const { viewer } = useReview()
  const isNarrow = useMediaQuery(narrow)
  // Only those who run a review ever mark a row as fixed.
  const offered = runs(viewer) ? words : words.filter(([action]) => action !== 'fix')
  const button = ([action, word]: (typeof words)[number]) => (
    <BulkButton key={action} action={action} word={word} count={count} />
  )
  if (!isNarrow) return offered.map(button)
  return (
    <>
      {offered.slice(0, atHand).map(button)}
      <Popover label="More for the chosen rows" name="More … for the chosen rows" trigger="More …">
        {() => <ButtonRow>{offered.slice(atHand).map(button)}</ButtonRow>}
      </Popover>
    </>
  )
}

function BulkButton({ action, word, count }: Props & { readonly action: BulkAction; readonly word: string }) {
  const { viewer, now } = useReview()
  const { chosen } = useReviewList()
  const refusal =
    count === undefined
      ? 'How many rows these are is not known yet.'
      : bulkRefusal(action, count, viewer, now)
  return (
    <Button refusal={refusal} onClick={() => chosen.ask(action)}>
      {word}
    </Button>
  )
}
