import { Link } from 'react-router'
import type { Bulk } from '#contract/reviews/bulk.ts'
import type { BulkWork } from '#queries/reviews/bulk/bulk-work.ts'
import { Button } from '#ui/button.tsx'
import { FormFoot } from '#ui/form.tsx'
import { Hint, Problem } from '#ui/hint.tsx'
import { ProgressBar } from '#ui/progress-bar.tsx'
import { bulkPath } from './bulk-path.ts'
import {
  actionOf,
  advanceText,
  countIn,
  hasRowsToPutBack,
  outcomeText,
  progressText,
  rowsText,
  wordsOf,
} from './bulk-words.ts'
import { Statement } from './statement.tsx'

type RunningProps = { readonly bulk: Bulk; readonly work: BulkWork; readonly onClose: () => void }

/** How far a bulk change is; it can be stopped, and goes on where its window is closed. */
export function Running({ bulk, work, onClose }: RunningProps) {
  const { doing } = wordsOf(actionOf(bulk))
  return (
    <>
      <Statement>{`${doing} ${rowsText(bulk.to_change)} …`}</Statement>
      <Advance bulk={bulk} />
      <Hint>It goes on when you close this. What is done stays done, also where you stop the rest.</Hint>
      <Problem
        text={
          work.failure &&
          `Not up to date. It goes on at the server unless it was stopped there. ${work.failure.message}`
        }
      />
      <FormFoot>
        <Button onClick={work.stop} refusal={work.busy === 'stopping' ? 'It is being stopped.' : undefined}>
          {work.busy === 'stopping' ? 'Stopping …' : 'Stop the rest'}
        </Button>
        <Button onClick={onClose}>Close</Button>
      </FormFoot>
    </>
  )
}

/** The bar of a bulk change, and its numbers. */
export function Advance({ bulk }: { readonly bulk: Bulk }) {
  return (
    <>
      <ProgressBar label="Rows done" max={bulk.to_change} value={countIn(bulk.outcomes)} />
      <p>{advanceText(bulk)}</p>
    </>
  )
}

/** What became of the rows of a bulk change, each in one of its lines. */
export function Outcomes({ bulk }: { readonly bulk: Bulk }) {
  const { done } = wordsOf(actionOf(bulk))
  return (
    <ul>
      {bulk.outcomes.map(({ of, rows }) => (
        <li key={of}>{outcomeText(of, rows, done)}.</li>
      ))}
    </ul>
  )
}

/** What a bulk change came to, and the way to its receipt. */
export function Ended({ bulk, onClose }: { readonly bulk: Bulk; readonly onClose: () => void }) {
  const action = actionOf(bulk)
  // Sign-offs are undone by an admin alone, and an undo by nobody.
  const mayUndo = action !== 'sign off' && action !== 'undo' && hasRowsToPutBack(bulk)
  return (
    <>
      <Statement>{progressText(bulk)}</Statement>
      {bulk.outcomes.length > 1 && <Outcomes bulk={bulk} />}
      <p>
        <Link to={bulkPath(bulk)}>Show the receipt</Link>, with each row and what became of it.
        {mayUndo && ' There it can be undone too.'}
      </p>
      <FormFoot>
        <Button onClick={onClose}>Close</Button>
      </FormFoot>
    </>
  )
}
