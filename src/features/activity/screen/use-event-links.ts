import { useLocation, useNavigate } from 'react-router'
import type { ActionEvent } from '#contract/activity/action-event.ts'
import { withoutUnreadable } from '#table/address/address-params.ts'
import type { ValueFilter } from '#table/address/narrow-search.ts'
import { eventPath, workflowActionsPath } from '../address.ts'
import { codec } from '../query/codec.ts'
import { taskPath } from '../task/address.ts'

type EventLinks = {
  /** Opens an event over the list. */
  readonly open: (event: ActionEvent) => void
  /** Opens an event in the place of the one that is open. */
  readonly replace: (event: ActionEvent) => void
  /** Closes the open event: back to where it was opened, or to the list where it was opened by its address. */
  readonly close: () => void
  /** Shows all events of one task, in place of the present filter: the other steps are what is asked for. */
  readonly showTask: (task: string) => void
  /** Opens the page of a task. */
  readonly openTask: (task: string) => void
  /** Leaves only events with a value, or without it; whatever else the list is asked for stays. */
  readonly filterBy: (filter: ValueFilter) => void
}

/** The ways between the list and its events; what the list is asked for stays in the address throughout. */
export function useEventLinks(): EventLinks {
  const navigate = useNavigate()
  const { search, state } = useLocation()
  const opened = isOpened(state)

  const go = (event: ActionEvent, replace: boolean) => {
    const pathname = eventPath({ workflow_task: event.policy_task, action_name: event.action_name })
    void navigate({ pathname, search }, { replace, state: replace ? state : { opened: true } })
  }
  return {
    open: (event) => go(event, false),
    replace: (event) => go(event, true),
    close: () => void (opened ? navigate(-1) : navigate({ pathname: workflowActionsPath, search })),
    showTask: (task) => {
      const clauses = { policy_task: { kind: 'text', op: 'eq', value: task } } as const
      void codec().then(({ changeListQuery, readListQuery }) => {
        const readable = withoutUnreadable(search, readListQuery(search).search.unreadable)
        return navigate({ pathname: workflowActionsPath, search: changeListQuery(readable, { clauses }) })
      })
    },
    openTask: (task) => void navigate(taskPath(task)),
    filterBy: (filter) =>
      void codec().then(({ narrowListQuery }) =>
        navigate({ pathname: workflowActionsPath, search: narrowListQuery(search, filter) }),
      ),
  }
}

/** Whether this step of the history was made by opening an event from the list, so that Back leads to the list. */
function isOpened(state: unknown): boolean {
  return typeof state === 'object' && state !== null && 'opened' in state
}
