import type { ExportRefusal } from '#contract/own-exports.ts'
import type { ExportTarget } from '#queries/exports/export-request.ts'
import { Button } from '#ui/button.tsx'
import { CopyButton } from '#ui/copy-button.tsx'
import { Foreign } from '#ui/foreign.tsx'
import { FormFoot, FormParts } from '#ui/form.tsx'
import { allowLines, curlLines } from './curl-lines.ts'
import styles from './exports.module.css'

type Props = {
  readonly refusal: ExportRefusal
  readonly target: ExportTarget
  readonly onClose: () => void
}

/** Why nothing can be exported here, and what to do instead. */
export function Refused({ refusal, target, onClose }: Props) {
  const { reason, message } = refusal
  const lines = curlLines(target, location.origin)
  return (
    <FormParts>
      <p role="alert">
        <Foreign text={message} />
      </p>
      {reason === 'key needed' ? (
        <>
          <p>
            Data that was imported leaves this server with an API key only, because a session does not show
            who sits here. Whoever runs the server makes one; the same filter and order are in these lines:
          </p>
          <pre className={styles.lines}>{lines}</pre>
        </>
      ) : (
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
        {reason === 'key needed' && <CopyButton label="Copy the lines" text={() => lines} />}
        <Button onClick={onClose}>Close</Button>
      </FormFoot>
    </FormParts>
  )
}
