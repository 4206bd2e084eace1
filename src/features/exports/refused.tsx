import type { ExportRefusal } from '#contract/own-exports.ts'
import { Button } from '#ui/button.tsx'
import { Foreign } from '#ui/foreign.tsx'
import { FormFoot, FormParts } from '#ui/form.tsx'
import { allowLines } from './allow-lines.ts'
import styles from './exports.module.css'

type Props = {
  readonly refusal: ExportRefusal
  readonly onClose: () => void
}

/** Why nothing can be exported here, and what to do instead. */
export function Refused({ refusal, onClose }: Props) {
  const { reason, message } = refusal
  return (
    <FormParts>
      <p role="alert">
        <Foreign text={message} />
      </p>
      {reason === 'not allowed' && (
        <>
          <p>
            Whoever runs this review or an admin can take the rows away, or an admin lets reviewers do so in
            all reviews. With an admin's API key that is this call; with "workflow_id" beside "value" it holds
            for the reviews of one workflow alone:
          </p>
          <pre className={styles.lines}>{allowLines(location.origin)}</pre>
        </>
      )}
      <FormFoot>
        <Button onClick={onClose}>Close</Button>
      </FormFoot>
    </FormParts>
  )
}
