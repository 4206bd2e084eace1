import type { ActionEvent } from '#contract/action-event.ts'
import { eventPath } from '#features/activity/address.ts'
import { FirstRows } from '#features/activity/first-rows.tsx'
import { drawer } from './early-draw.tsx'

type Page = { readonly values: readonly ActionEvent[]; readonly has_more: boolean }

/** Draws the first rows of the activity list. */
export const drawScreen = drawer(([page]: readonly [Page], place) => {
  const { values } = page
  if (values.length === 0) return undefined
  return {
    picture: <FirstRows page={page} {...place} />,
    pathOf: (index) => {
      const event = values[index]
      return event && eventPath({ workflow_task: event.policy_task, action_name: event.action_name })
    },
  }
})
