import { Suspense, useState } from 'react'
import { lazyModule } from '#ui/lazy-module.ts'
import { lazyPart } from '#ui/lazy-part.tsx'
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
  readonly zone: string
  /** Whether the rows of the present question stand. */
  readonly hasRows: boolean
}

/** The line of causes, or its place: it comes behind the rows and is as high, so that they do not move. */
export function CausesPlace({ query, zone, hasRows }: Props) {
  const [isStarted, setStarted] = useState(false)
  if (hasRows && !isStarted) setStarted(true)
  const place = <div className={styles.causes} />
  const { list } = query
  if (!list || !mayHaveFailed(query)) return null
  if (!isStarted) return place
  return (
    <Suspense fallback={place}>
      <CausesLine query={query} list={list} zone={zone} hasRows={hasRows} className={styles.causes} />
    </Suspense>
  )
}

/** Whether failed events can be among what is asked for, and the board of causes can be asked of the same. */
function mayHaveFailed({ search, own }: ListQueryState): boolean {
  const { state } = search.clauses
  const isOther = state?.kind === 'choice' && !state.values.includes('ERRORED')
  return !isOther && own.message === undefined
}
