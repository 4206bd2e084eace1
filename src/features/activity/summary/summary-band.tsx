import { type ReactNode, useState } from 'react'
import { type KeptReading, useEventSummary } from '#queries/activity/use-event-summary.ts'
import type { ReadSummary } from '#queries/activity/event-summary.ts'
import { Button } from '#ui/button.tsx'
import { Foreign } from '#ui/foreign.tsx'
import { BarsPart } from './bars-part.tsx'
import { barsOf, boundsOf } from './bars.ts'
import type { ChangeableQuery } from './brushed.ts'
import { storedFolded, storeFolded } from './folded.ts'
import styles from './histogram.module.css'
import { SummaryPlace } from './summary-place.tsx'
import { countingText, noBarsText } from './summary-words.ts'

type Props = {
  readonly query: ChangeableQuery
  /** The rows of what is asked for are there; what is counted waits for them. */
  readonly standing: boolean
  /** The list is refused or could not be read: its own place says so, and nothing is counted. */
  readonly isRefused: boolean
  readonly zone: string
}

/** When what is listed started, above the rows: bars to choose a range of time from. They can be folded away. */
export function SummaryBand({ query, standing, isRefused, zone }: Props) {
  const [folded, setFolded] = useState(storedFolded)
  const reading = useEventSummary(query.list, standing && !folded)
  const fold = (
    <Button
      look="quiet"
      aria-expanded={!folded}
      onClick={() => {
        storeFolded(!folded)
        setFolded(!folded)
      }}
    >
      {folded ? 'Show times' : 'Hide times'}
    </Button>
  )
  return (
    <SummaryPlace folded={folded}>
      {folded || isRefused || !query.list ? (
        <Line end={fold} />
      ) : (
        <Summary reading={reading} query={query} zone={zone} fold={fold} />
      )}
    </SummaryPlace>
  )
}

type SummaryProps = {
  readonly reading: KeptReading<ReadSummary>
  readonly query: ChangeableQuery
  readonly zone: string
  /** Folds it away. */
  readonly fold: ReactNode
}

function Summary({ reading, query, zone, fold }: SummaryProps) {
  const { value, failure, retry, stale } = reading
  if (failure)
    return (
      <Line end={fold}>
        When these events started could not be counted: <Foreign text={failure.message} />{' '}
        <Button onClick={retry}>Try again</Button>
      </Line>
    )
  if (!value) return <Line end={fold}>{countingText}</Line>
  const bars = barsOf(value, boundsOf(query.search.clauses['started_at'], query.live))
  if (!bars) return <Line end={fold}>{noBarsText(value, zone)}</Line>
  return <BarsPart {...{ summary: value, bars, query, zone, stale, fold }} />
}

function Line({ children, end }: { readonly children?: ReactNode; readonly end: ReactNode }) {
  return (
    <div className={styles.line}>
      <p>{children}</p>
      {end}
    </div>
  )
}
