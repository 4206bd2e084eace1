import { useRef } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { listPathOf, readReviewPath } from '../parts/read-address.ts'

/** The ways between a list and its rows. */
export type RowLinks = {
  /** Opens a row over the list. */
  readonly open: (result_id: number) => void
  /** Opens a row in the place of the one that is open. */
  readonly replace: (result_id: number) => void
  /** Whether a row is the one that is open, and no other is on its way: what is drawn may be a moment behind. */
  readonly isShown: (result_id: number) => boolean
  /** Stays where it is, whatever is on its way. */
  readonly stay: () => void
  /** Closes the open row: back to where it was opened, or to the list where it was opened by its address. */
  readonly close: () => void
}

/** The ways between the list and its rows; what the list is asked for stays in the address throughout. */
export function useRowLinks(): RowLinks {
  const navigate = useNavigate()
  const { pathname: here, search, state } = useLocation()
  const opened = typeof state === 'object' && state !== null && 'opened' in state
  const onItsWay = useRef(0)
  const go = (result_id: number, replace: boolean) => {
    const pathname = `${listPathOf(here)}/rows/${result_id}`
    const done = navigate({ pathname, search }, { replace, state: replace ? state : { opened: true } })
    onItsWay.current += 1
    void Promise.resolve(done).finally(() => (onItsWay.current -= 1))
  }
  return {
    open: (result_id) => go(result_id, false),
    replace: (result_id) => go(result_id, true),
    isShown: (result_id) =>
      onItsWay.current === 0 && readReviewPath(location.pathname)?.result_id === result_id,
    stay: () => void navigate({ pathname: here, search }, { replace: true, state }),
    close: () => void (opened ? navigate(-1) : navigate({ pathname: listPathOf(here), search })),
  }
}
