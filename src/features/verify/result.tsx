import { Badge, type Tone } from '#ui/badge.tsx'
import { Foreign } from '#ui/foreign.tsx'
import type { IconName } from '#ui/icon.tsx'
import type { Answer } from './answers.ts'
import type { Verdict } from './verdict.ts'
import styles from './verify.module.css'

const badges: Readonly<Record<Answer['state'], { readonly tone: Tone; readonly icon: IconName }>> = {
  good: { tone: 'done', icon: 'check' },
  bad: { tone: 'failed', icon: 'close' },
  neutral: { tone: 'neutral', icon: 'info' },
  open: { tone: 'attention', icon: 'info' },
}

type Props = { readonly fileName: string; readonly verdict: Verdict }

/** The three answers about a pack, and what they come to. */
export function Result({ fileName, verdict: { answers, isVerified, title, covers, nextStep } }: Props) {
  return (
    <section aria-labelledby="verdict" className={isVerified ? styles.verified : styles.unverified}>
      <h2 id="verdict" className={styles.title}>
        <Badge {...badges[isVerified ? 'good' : 'bad']}>{title}</Badge>
      </h2>
      {covers && (
        <p className={styles.covers}>
          <Foreign text={covers} />
        </p>
      )}
      <p className={styles.fileName}>
        <Foreign text={fileName} />
      </p>
      {nextStep && (
        <p>
          <Foreign text={nextStep} />
        </p>
      )}
      <ul className={styles.answers}>
        {answers.map((answer) => (
          <AnswerLine key={answer.about} answer={answer} />
        ))}
      </ul>
    </section>
  )
}

/** More would not be read. */
const maxDetails = 20

function AnswerLine({ answer: { about, state, title, text, details } }: { readonly answer: Answer }) {
  const more = (details?.length ?? 0) - maxDetails
  return (
    <li className={styles.answer}>
      <h3>{about}</h3>
      <div>
        <Badge {...badges[state]}>{title}</Badge>
        {text && (
          <p>
            <Foreign text={text} />
          </p>
        )}
        {details && (
          <ul className={styles.details}>
            {details.slice(0, maxDetails).map((detail) => (
              <li key={detail}>
                <Foreign text={detail} />
              </li>
            ))}
            {more > 0 && <li>and {more} more</li>}
          </ul>
        )}
      </div>
    </li>
  )
}
