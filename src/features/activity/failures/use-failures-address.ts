import { useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import type { Clauses } from '#table/clauses/clause.ts'
import { withoutUnreadable } from '#table/address/address-params.ts'
import { countAnew } from '../query/live-moments.ts'
import { changeListQuery } from '../query/read-list-query.ts'
import { type FailuresAddress, failuresSearch, readFailuresAddress } from './address.ts'

/** What the address of the board or of a cause asks for, and how to ask for something else, each a step that Back undoes. */
export type FailuresAddressState = FailuresAddress & {
  /** The query of the address as it stands there, which links keep. */
  readonly query: string
  readonly isReadable: boolean
  readonly changeClauses: (clauses: Clauses) => void
  readonly choose: (choices: { readonly sort?: FailuresAddress['sort']; readonly became?: string }) => void
  readonly dropUnreadable: () => void
  /** Has live ranges end now. */
  readonly endNow: () => void
}

/** Reads the address of the page; it lives there and nowhere else. */
export function useFailuresAddress(of: 'board' | 'cause'): FailuresAddressState {
  'use no memo' // A live range is counted back from a moment that the compiler cannot see.
  const { search: query } = useLocation()
  const navigate = useNavigate()
  const [, setStart] = useState(0)
  const address = readFailuresAddress(query, of)
  const { sort, became, unreadable } = address
  const go = (search: string) => void navigate({ search })
  return {
    ...address,
    query,
    isReadable: unreadable.length === 0,
    changeClauses: (clauses) =>
      go(failuresSearch(changeListQuery(failuresSearch(query), { clauses }), { sort, became })),
    choose: (choices) => go(failuresSearch(query, choices)),
    dropUnreadable: () => go(withoutUnreadable(query, unreadable)),
    endNow: () => {
      countAnew()
      setStart((start) => start + 1)
    },
  }
}
