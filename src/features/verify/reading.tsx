import { Button } from '#ui/button.tsx'
import { Foreign } from '#ui/foreign.tsx'
import { ProgressBar } from '#ui/progress-bar.tsx'
import type { Progress } from './check/check-pack.ts'
import { sizeText } from '#ui/number-text.ts'
import styles from './verify.module.css'

type Props = {
  readonly fileName: string
  readonly progress: Progress | undefined
  readonly onStop: () => void
}

/** How far the reading of a pack has come, and how to stop it. */
export function ReadingPack({ fileName, progress, onStop }: Props) {
  return (
    <section aria-label="Reading" className={styles.part}>
      <p>
        Reading <Foreign text={fileName} />
      </p>
      <ProgressBar label="Read so far" max={progress?.of ?? 0} value={progress?.read ?? 0} />
      <p>
        {progress ? (
          <>
            <Foreign text={progress.name} />: {sizeText(progress.read)} of {sizeText(progress.of)}
          </>
        ) : (
          'Looking for the manifest'
        )}
      </p>
      <Button onClick={onStop}>Stop</Button>
    </section>
  )
}
