import type { Signing } from '#queries/reviews/sign-rows.ts'
import { Hint } from '#ui/hint.tsx'
import { ProgressBar } from '#ui/progress-bar.tsx'

type ProgressProps = { readonly progress: Signing; readonly running: boolean }

/** How far a sign-off of many rows is, and what of it was left out. */
export function SignOffProgress({ progress, running }: ProgressProps) {
  const { total, signed, skipped, refused } = progress
  const left = [
    skipped > 0 ? `${skipped.toLocaleString('en')} left out` : '',
    refused > 0 ? `${refused.toLocaleString('en')} need you` : '',
  ].filter(Boolean)
  return (
    <>
      <ProgressBar label="Rows signed off" max={total} value={signed + skipped + refused} />
      <p>
        {signed.toLocaleString('en')} of {total.toLocaleString('en')} rows signed off
        {left.length > 0 && ` (${left.join(', ')})`}
      </p>
      <Hint as="output">{running ? 'Signing off …' : 'Done.'}</Hint>
    </>
  )
}
