import { Link } from 'react-router'
import { numberText } from '#ui/number-text.ts'
import { failuresSearch } from './address.ts'
import styles from './failures.module.css'
import { type Became, orderedBecame, placesOf, presentationOf, soFar } from './outcomes.ts'

type Props = {
  readonly became: readonly Became[]
  /** The outcome that is chosen; undefined for all. */
  readonly chosen: string | undefined
  /** The query of the page's address. */
  readonly query: string
  /** How many failed events have no known cause yet. */
  readonly unsorted: number
  /** Whether the numbers are those of the filter before. */
  readonly isStale: boolean
}

/** Which identities of a cause are listed: all, or those of which something has become. */
export function OutcomeTabs({ became, chosen, query, unsorted, isStale }: Props) {
  const known = orderedBecame(became)
  const missing =
    chosen === undefined || known.some(({ of }) => of === chosen) ? [] : [{ of: chosen, places: 0 }]
  return (
    <nav
      className={styles.tabs}
      aria-label={soFar('Identities by what has become of them', unsorted)}
      aria-busy={isStale}
    >
      <Link to={{ search: failuresSearch(query) }} aria-current={chosen === undefined ? 'true' : undefined}>
        {soFar(`All ${numberText(placesOf(became))}`, unsorted)}
      </Link>
      {[...known, ...missing].map(({ of, places }) => (
        <Link
          key={of}
          to={{ search: failuresSearch(query, { became: of }) }}
          aria-current={chosen === of ? 'true' : undefined}
        >
          {presentationOf(of).label} {numberText(places)}
        </Link>
      ))}
    </nav>
  )
}
