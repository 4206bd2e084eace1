import type { Certification } from '#contract/reviews/certification.ts'
import type { ReviewContext } from '#contract/reviews/review-context.ts'
import { narrow, useMediaQuery } from '#ui/use-media-query.ts'
import { Progress } from '../parts/progress.tsx'
import {
  briefProgressText,
  decidedOf,
  ownDecidedOf,
  ownProgressText,
  progressText,
} from '../parts/progress-text.ts'
import styles from './head-progress.module.css'

type Props = {
  readonly certification: Certification
  /** The reader's own share, where that is what counts for them first. */
  readonly own: ReviewContext | undefined
  /** The time as of which the counts hold, where they are not of now. */
  readonly asOf: string | undefined
}

/** How far a review is, in its head; words that say which rows they count. */
export function HeadProgress({ certification, own, asOf }: Props) {
  const isNarrow = useMediaQuery(narrow)
  const hasOwn = own !== undefined && own.my_rows > 0
  const text = hasOwn ? ownProgressText(own, certification) : progressText(certification)
  return (
    <Progress
      label="Decided"
      counts={hasOwn ? ownDecidedOf(own) : decidedOf(certification)}
      className={styles.progress}
    >
      <span>
        {isNarrow ? briefProgressText(hasOwn ? own : undefined, certification) : text}
        {asOf !== undefined && ` as of ${asOf}`}
      </span>
    </Progress>
  )
}
