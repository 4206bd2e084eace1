import { useState } from 'react'
import { useLocation } from 'react-router'
import type { Certification } from '#contract/reviews/certification.ts'
import { coversOf, mayIncludeOthers } from '../filters/others.ts'
import type { ListQueryState } from '../filters/use-list-query.ts'
import { readReviewPath } from '../parts/read-address.ts'
import type { BulkAsking } from './bulk-asking.ts'
import type { Review, ReviewList } from './review-provider.ts'
import { useRowLinks } from './use-row-links.ts'
import { useRowWork } from './use-row-work.ts'
import { type KeyboardChoice, storedKeyboard, storeKeyboard } from './browser-choice.ts'
import type { KnownReview } from './use-review-state.ts'

type Options = {
  readonly review: KnownReview
  readonly certification: Certification
  readonly query: ListQueryState
  readonly zone: string
  readonly onHelp: () => void
}

/** What the parts of a review share, how keys behave in it, and which change of many rows is asked about. */
type ReviewWork = {
  readonly shared: Review
  readonly list: ReviewList
  readonly keyboard: KeyboardChoice
  readonly onKeyboard: (choice: KeyboardChoice) => void
  /** The change of many rows that is asked about. */
  readonly bulkAsking: BulkAsking | undefined
  readonly endBulk: () => void
}

/** What the parts of a review share, and how keys behave in it. */
export function useReviewWork({ review, certification, query, zone, onHelp }: Options): ReviewWork {
  const { certification_id, rows, pending, viewer, matches, now, context, moved } = review
  const [keyboard, setKeyboard] = useState(storedKeyboard)
  const [bulkAsking, askBulk] = useState<BulkAsking>()
  const [choosing, choose] = useState<number>()
  const links = useRowLinks()
  const openRow = readReviewPath(useLocation().pathname)?.result_id
  const includesOthers = query.includeOthers && mayIncludeOthers(viewer)
  const covers = coversOf(viewer, includesOthers)
  const { open: onOpen, replace: onReplace } = links
  const { isShown } = links
  const on = { openRow, onOpen, onReplace, isShown, keyboard, onHelp, query, covers, includesOthers, askBulk }
  const work = useRowWork(review, on)
  const { store } = rows
  const { act, chosen } = work
  const { choice, choose: chooseRow } = chosen
  return {
    shared: {
      certification_id,
      store,
      pending,
      viewer,
      now,
      zone,
      covers,
      includesOthers,
      matches,
      act,
      choice,
      choose: chooseRow,
    },
    list: {
      certification,
      context,
      query,
      rows,
      moved,
      links,
      openRow,
      work,
      signOff: () =>
        askBulk({
          action: 'sign off',
          choice: includesOthers ? { include_others: true } : {},
          of: 'decided rows',
        }),
      chosen,
      askBulk,
      choosing,
      choose,
      letters: keyboard.letters,
    },
    bulkAsking,
    endBulk: () => askBulk(undefined),
    keyboard,
    onKeyboard: (next) => {
      storeKeyboard(next)
      setKeyboard(next)
    },
  }
}
