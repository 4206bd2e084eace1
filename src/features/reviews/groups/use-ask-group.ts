import { flushSync } from 'react-dom'
import { runs as runsReview } from '#contract/reviews/review-rules.ts'
import type { Result } from '#contract/reviews/result.ts'
import { useServerClock } from '#queries/provider.tsx'
import { isolated } from '#std/isolate.ts'
import { bulkChoiceOf } from '../choice/bulk-choice.ts'
import { bulkRefusal } from '../choice/bulk-refusal.ts'
import { mayIncludeOthers } from '../filters/others.ts'
import type { BulkAction } from '../state/bulk-asking.ts'
import { useReview, useReviewList } from '../state/review-provider.ts'
import type { Groups } from './use-groups.ts'

/** What keys and buttons ask of a whole group. */
export type GroupAction = Extract<BulkAction, 'accept' | 'reject' | 'note' | 'sign off'>

export type AskGroup = {
  /** Asks about the rest of a group: a preview comes first. Says why where that may not be done. */
  readonly ask: (group: number, action: GroupAction) => void
  /** Chooses the rows of a group, or takes them out where all are chosen. */
  readonly choose: (group: number) => void
}

/** What is asked of the rows of a group together. */
export function useAskGroup({ order, lines, nameOf }: Pick<Groups, 'order' | 'lines' | 'nameOf'>): AskGroup {
  const { viewer, covers, store, choice, includesOthers } = useReview()
  const { askBulk, query, work } = useReviewList()
  const clock = useServerClock()

  function idsOf(group: number, isMeant: (row: Result) => boolean): number[] {
    const first = lines.firstOf(group)
    return Array.from({ length: lines.sizeOf(group) }, (_, at) => order.idAt(first + at)).flatMap((id) => {
      const row = id === undefined ? undefined : store.get(id)
      // Of a row that is not here the preview knows.
      return id === undefined || (row && !(covers(row) && isMeant(row))) ? [] : id
    })
  }

  function ask(group: number, action: GroupAction) {
    const ids = idsOf(group, isOpenTo[action])
    if (ids.length === 0) return work.say(noneLeft[action])
    const refusal = bulkRefusal(action, ids.length, viewer, clock.now())
    if (refusal !== undefined) return work.say(refusal)
    const includes = includesOthers || (runsReview(viewer) && !mayIncludeOthers(viewer))
    if (!query.list) return
    const chosen = { kind: 'rows', count: ids.length, ids: new Set(ids) } as const
    work.place.active.focus()
    // In the task of the press: the next key is for the dialog.
    flushSync(() =>
      askBulk({
        action,
        choice: bulkChoiceOf(chosen, query.list ?? unfiltered, includes),
        of: `rows of ${isolated(nameOf(group))}`,
      }),
    )
  }

  return {
    ask,
    choose(group) {
      const ids = idsOf(group, () => true)
      choice.chooseRows(
        ids,
        ids.some((id) => choice.standing(id) === undefined),
      )
      work.place.active.focus()
    },
  }
}

const unfiltered = { filter: undefined, mutable_filter: undefined, order_by: undefined }

const isUndecided = ({ decision, signed_off_state }: Result) =>
  decision === 'RESULT_DECISION_NONE' && signed_off_state !== 'SIGNED_OFF'
const isUnsigned = ({ signed_off_state }: Result) => signed_off_state !== 'SIGNED_OFF'

/** Which rows of a group an action is for. */
const isOpenTo: Readonly<Record<GroupAction, (row: Result) => boolean>> = {
  accept: isUndecided,
  reject: isUndecided,
  note: isUnsigned,
  'sign off': (row) => isUnsigned(row) && row.decision !== 'RESULT_DECISION_NONE',
}

const noneLeft: Readonly<Record<GroupAction, string>> = {
  accept: 'No row of this group is left to decide.',
  reject: 'No row of this group is left to decide.',
  note: 'All rows of this group are signed off.',
  'sign off': 'No row of this group is decided and not signed off yet.',
}
