import { useLayoutEffect } from 'react'
import { Button } from '#ui/button.tsx'
import { Muted } from '#ui/muted.tsx'
import { numberText } from '#ui/number-text.ts'
import { narrow, useMediaQuery } from '#ui/use-media-query.ts'
import type { Chosen } from '../choice/row-choice.ts'
import { FootBar } from '../parts/foot-bar.tsx'
import { useReview, useReviewList } from '../state/review-provider.ts'
import { BulkButtons } from './bulk-buttons.tsx'
import { type ChosenCounts, chosenText } from './chosen-counts.ts'
import { ScreenButton } from './screen-button.tsx'

type Props = { readonly chosen: Chosen; readonly counts: ChosenCounts }

/** Below the list while rows are chosen: how many, what else could be, and what can be done to them. */
export function ChosenBar({ chosen, counts }: Props) {
  const { choice } = useReview()
  const { work } = useReviewList()
  const { active } = work.place
  const isNarrow = useMediaQuery(narrow)
  // It takes some of the table's height: the marked row must not be what it takes.
  useLayoutEffect(() => {
    const marked = active.get()
    if (marked !== undefined && !active.isInView(marked)) active.moveTo(marked)
  }, [active])
  const { unlisted, own } = counts
  // What is pressed is gone then; whoever chooses rows goes on in the list.
  const inList = (run: () => void) => () => {
    run()
    active.focus()
  }
  return (
    <FootBar label="Chosen rows">
      <b>{chosenText(chosen, counts)}</b>
      {own.failure && <Button onClick={own.retry}>Count again</Button>}
      {unlisted.length > 0 && (
        <Button onClick={inList(() => choice.chooseRows(unlisted, false))}>Leave them out</Button>
      )}
      {chosen.kind === 'rows' && (
        <>
          <ScreenButton />
          <AllButton counts={counts} onChoose={inList(choice.chooseMatching)} />
        </>
      )}
      <BulkButtons count={counts.chosen} />
      <Button look="quiet" onClick={inList(choice.clear)}>
        Choose none
      </Button>
      {!isNarrow && <Muted>a preview comes first · x chooses, Esc clears</Muted>}
    </FootBar>
  )
}

type AllProps = { readonly counts: ChosenCounts; readonly onChoose: () => void }

/** Chooses all rows that match; of those who leave rows of others alone, all of theirs. */
function AllButton({ counts: { matching, takes, chosen, unlisted }, onChoose }: AllProps) {
  if (takes !== undefined && takes === chosen && unlisted.length === 0) return null
  const words =
    takes === undefined
      ? 'All of yours that match'
      : takes === matching
        ? `All ${numberText(matching)} that match`
        : `All ${numberText(takes)} of yours among the ${numberText(matching)} that match`
  const refusal = takes === 0 ? 'None of the rows that match is yours to review.' : undefined
  return (
    <Button look="quiet" refusal={refusal} onClick={onChoose}>
      {words}
    </Button>
  )
}
