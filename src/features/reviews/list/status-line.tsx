import type { CertificationList } from '#queries/reviews/certifications.ts'
import type { Reading } from '#queries/reading.ts'
import { Button } from '#ui/button.tsx'
import { momentText } from '#ui/clock-text.ts'
import { Foreign } from '#ui/foreign.tsx'
import type { ListedCertification } from '../parts/listed.ts'
import type { PhaseGroup } from './phases.ts'
import styles from './status-line.module.css'

type Props = {
  readonly all: readonly ListedCertification[]
  readonly shown: readonly ListedCertification[]
  readonly phases: readonly PhaseGroup[]
  readonly certifications: Reading<CertificationList> & { readonly asOf: number }
  readonly zone: string
}

/** How many of how many are shown, what is left out of both, and what could not be done. */
export function StatusLine({ all, shown, phases, certifications, zone }: Props) {
  const { value, failure, retry, asOf } = certifications
  const leftOut = phases.includes('superseded') ? 0 : supersededOf(all)
  return (
    <div className={styles.status}>
      <output>{value && countText(shown.length, all.length - leftOut)}</output>
      {leftOut > 0 && <span>{leftOut.toLocaleString('en')} superseded not listed</span>}
      {value && <span>As of {momentText(asOf, zone)}</span>}
      {value?.more && <span>There are more: these are the first {all.length.toLocaleString('en')}.</span>}
      {value && failure && (
        <span role="alert" className={styles.problem}>
          Could not refresh: <Foreign text={failure.message} /> <Button onClick={retry}>Try again</Button>
        </span>
      )}
    </div>
  )
}

const supersededOf = (all: readonly ListedCertification[]) =>
  all.filter(({ phase }) => phase === 'superseded').length

function countText(shown: number, all: number): string {
  const what = all === 1 ? 'review' : 'reviews'
  const of = shown === all ? '' : `${shown.toLocaleString('en')} of `
  return `${of}${all.toLocaleString('en')} ${what}`
}
