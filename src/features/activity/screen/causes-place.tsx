import { Suspense, useState } from 'react'
import { Link, useLocation } from 'react-router'
import { lazyModule } from '#ui/lazy-module.ts'
import { lazyPart } from '#ui/lazy-part.tsx'
import { Muted } from '#ui/muted.tsx'
import { boardAddress } from '../failures/address.ts'
import type { ListQueryState } from './use-list-query.ts'
import styles from './view.module.css'

const CausesLine = lazyPart(
  lazyModule(
    () => import('../failures/causes-line.tsx'),
    (module) => module.CausesLine,
  ),
  () => <p className={styles.causes}>Why actions failed could not be loaded.</p>,
)

type Props = {
  readonly query: ListQueryState
  /** Whether the rows of the present question stand. */
  readonly hasRows: boolean
}

/** The line of causes, or its place: it comes behind the rows and is as high, so that they do not move. */
export function CausesPlace({ query, hasRows }: Props) {
  const [isStarted, setStarted] = useState(false)
  if (hasRows && !isStarted) setStarted(true)
  const place = <div className={styles.causes} />
  const { list } = query
  if (!list || !mayHaveFailed(query)) return null
  if (!isStarted) return place
  if (query.own.message !== undefined) return <NotOfSearches />
  return (
    <Suspense fallback={place}>
      <CausesLine query={query} list={list} hasRows={hasRows} className={styles.causes} />
    </Suspense>
  )
}

/** Whether failed events can be among what is asked for. */
function mayHaveFailed({ search }: ListQueryState): boolean {
  const { state } = search.clauses
  return state?.kind !== 'choice' || state.values.includes('ERRORED')
}

/** In place of the causes of a search of messages, which the board cannot be asked for. */
function NotOfSearches() {
  const { search } = useLocation()
  return (
    <p className={styles.causes}>
      <Muted>Causes are not counted for a search of messages.</Muted>{' '}
      <Link to={boardAddress(search)}>Causes without the search</Link>
    </p>
  )
}
