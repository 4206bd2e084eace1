import { Fragment } from 'react'
import { Link } from 'react-router'
import type { Tone } from '#ui/badge.tsx'
import { Badge } from '#ui/badge.tsx'
import { type Became, becameText, orderedBecame, placesOf, presentationOf, soFar } from './outcomes.ts'
import styles from './failures.module.css'

/** Presentation attributes, because the content policy takes no styles in elements. */
const fills: Readonly<Record<Tone, string>> = {
  done: 'var(--done)',
  failed: 'var(--failed)',
  waiting: 'var(--waiting)',
  attention: 'var(--attention)',
  neutral: 'var(--line-control)',
}

/** What has become of the failures of a cause, as parts of a bar. Its words stand beside it (`BecameWords`). */
export function BecameBar({ became }: { readonly became: readonly Became[] }) {
  const parts = barParts(became)
  return (
    <svg aria-hidden="true" className={styles.bar} viewBox="0 0 100 1" preserveAspectRatio="none">
      {parts.map(({ of, x, width }) => (
        <rect key={of} x={x} width={width} height="1" fill={fills[presentationOf(of).tone]} />
      ))}
    </svg>
  )
}

/** Between two parts, in hundredths of the bar. */
const gap = 0.5

function barParts(became: readonly Became[]) {
  const parts = orderedBecame(became)
  const share = 100 / placesOf(parts)
  return parts.map(({ of, places }, place) => ({
    of,
    x: placesOf(parts.slice(0, place)) * share,
    width: Math.max(places * share - gap, gap),
  }))
}

type WordsProps = {
  readonly became: readonly Became[]
  /** How many failed events have no known cause yet. */
  readonly unsorted: number
  /** The address of those of which that has become. */
  readonly addressOf: (outcome: string) => string
}

/** `12 still broken, 35 fixed later`, each leading to those of which that has become. */
export function BecameWords({ became, unsorted, addressOf }: WordsProps) {
  return orderedBecame(became).map((part, place) => {
    const { tone, icon, meaning } = presentationOf(part.of)
    return (
      <Fragment key={part.of}>
        {place > 0 && ', '}
        <Link to={addressOf(part.of)}>
          <Badge tone={tone} icon={icon} tip={meaning}>
            {soFar(becameText(part), unsorted)}
          </Badge>
        </Link>
      </Fragment>
    )
  })
}
