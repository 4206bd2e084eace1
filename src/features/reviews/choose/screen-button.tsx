import { useCallback, useSyncExternalStore } from 'react'
import { Button } from '#ui/button.tsx'
import { numberText } from '#ui/number-text.ts'
import { rowsOnScreen } from '../choice/rows-on-screen.ts'
import { useReview, useReviewList } from '../state/review-provider.ts'

/** Chooses the rows that are on the screen, and says how many these are wherever the list is scrolled to. */
export function ScreenButton() {
  const { choice, covers, store } = useReview()
  const { rows, work } = useReviewList()
  const { active } = work.place
  const onScreen = () => rowsOnScreen(rows, active, covers)
  const subscribe = useCallback(
    (changed: () => void) => {
      // The list scrolls by itself, and such an event does not rise.
      document.addEventListener('scroll', changed, { capture: true, passive: true })
      const stops = [store.subscribeToAll(changed), choice.subscribe(changed)]
      return () => {
        document.removeEventListener('scroll', changed, { capture: true })
        for (const stop of stops) stop()
      }
    },
    [store, choice],
  )
  const count = useSyncExternalStore(subscribe, () => onScreen().length)
  const left = useSyncExternalStore(
    subscribe,
    () => onScreen().filter((id) => choice.standing(id) === undefined).length,
  )
  // It stays where all are chosen: without it the bar is lower, so that other rows come to be on the screen.
  return (
    <Button
      look="quiet"
      refusal={count === 0 ? 'No row is on the screen.' : left === 0 ? 'All of them are chosen.' : undefined}
      onClick={() => {
        choice.chooseRows(onScreen())
        active.focus()
      }}
    >
      {count === 1 ? 'The one on the screen' : `These ${numberText(count)} on the screen`}
    </Button>
  )
}
