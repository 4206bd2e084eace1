import type { Signing } from '#queries/reviews/signing-tally.ts'
import { useConnectionState } from '#queries/use-connection.ts'
import { Hint } from '#ui/hint.tsx'
import { numberText } from '#ui/number-text.ts'
import { ProgressBar } from '#ui/progress-bar.tsx'

type ProgressProps = { readonly progress: Signing; readonly running: boolean; readonly stopping: boolean }

/** How far a sign-off of many rows is, what of it was left out, and what it waits for. */
export function SignOffProgress({ progress, running, stopping }: ProgressProps) {
  const { total, signed, skipped, refused, waiting, stopped } = progress
  const doing = stopping ? 'Stopping …' : 'Signing off …'
  const left = [
    skipped > 0 ? `${numberText(skipped)} left out` : '',
    refused > 0 ? `${numberText(refused)} need you` : '',
  ].filter(Boolean)
  return (
    <>
      <ProgressBar label="Rows signed off" max={total} value={signed + skipped + refused} />
      <p>
        {numberText(signed)} of {numberText(total)} rows signed off
        {left.length > 0 && ` (${left.join(', ')})`}
      </p>
      <Hint as="output">{stopped ? stoppedText(progress, running) : running ? doing : 'Done.'}</Hint>
      {running && <Interruption canStop={!stopping} />}
      {running && stopped && waiting > 0 && (
        <Hint>
          This can be closed: what was sent is answered by itself, and the counts of the review follow.
        </Hint>
      )}
    </>
  )
}

/** Every row is either signed off, or not, or one of which that is not known. */
function stoppedText({ total, signed, waiting }: Signing, running: boolean): string {
  const sure = `${areText(signed)} signed off, ${areText(total - signed - waiting, '')} not.`
  if (waiting === 0) return running ? 'Stopping …' : `Stopped: ${sure}`
  const each = waiting === 1 ? 'it is' : 'they are'
  return `Stopping: ${sure} ${numberText(waiting)} may have reached the server; whether ${each} signed off is known once it answers.`
}

function areText(count: number, rows = count === 1 ? ' row' : ' rows'): string {
  return `${numberText(count)}${rows} ${count === 1 ? 'is' : 'are'}`
}

/** Says that the server is away, and that nothing has to be done about it. */
function Interruption({ canStop }: { readonly canStop: boolean }) {
  const state = useConnectionState()
  if (state === 'connected') return null
  const away =
    state === 'server busy'
      ? 'The server is busy or restarting. It goes on by itself when the server answers again.'
      : 'Not connected. It goes on by itself when the connection is back.'
  return (
    <Hint as="output">
      {away}
      {canStop && ' “Stop” ends it: no more rows are signed off then.'}
    </Hint>
  )
}
