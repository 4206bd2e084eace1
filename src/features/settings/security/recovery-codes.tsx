import { useId, useState } from 'react'
import { Button } from '#ui/button.tsx'
import { ButtonRow } from '#ui/button-row.tsx'
import { Checkbox } from '#ui/checkbox.tsx'
import { CopyButton } from '#ui/copy-button.tsx'
import { focusAtOnce } from '#ui/autofocus.ts'
import { Hint } from '#ui/hint.tsx'
import { LeaveQuestion } from './leave-question.tsx'
import styles from './security.module.css'

type Props = {
  readonly codes: readonly string[]
  /** Called once the person says that they have kept them. */
  readonly onKept: () => void
}

/** Recovery codes, which are shown this once: to be copied or saved before anything goes on. */
export function RecoveryCodes({ codes, onKept }: Props) {
  const id = useId()
  const [isKept, setKept] = useState(false)
  const text = () => `${codes.join('\n')}\n`
  return (
    <section aria-labelledby={`${id}-title`} className={styles.steps}>
      <LeaveQuestion isNeeded={!isKept} />
      <h2 id={`${id}-title`} tabIndex={-1} ref={focusAtOnce}>
        Keep your recovery codes
      </h2>
      <p>
        Each of them works once in place of your authenticator app or your passkey, should you lose it. They
        are shown this once and never again. Put them where you keep what matters: in a password manager, or
        on paper.
      </p>
      <ol className={styles.codes}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <ButtonRow>
        <CopyButton label="Copy them" text={text} />
        <Button icon="download" onClick={() => save(text())}>
          Download as a file
        </Button>
      </ButtonRow>
      <Checkbox checked={isKept} onChange={setKept}>
        I have kept them
      </Checkbox>
      <ButtonRow>
        <Button
          look="primary"
          refusal={isKept ? undefined : 'Say first that you have kept them.'}
          refusalAt={`${id}-why`}
          onClick={onKept}
        >
          Go on
        </Button>
        <Hint id={`${id}-why`}>{isKept ? '' : 'Say first that you have kept them.'}</Hint>
      </ButtonRow>
    </section>
  )
}

/** Gives a text to the browser to be saved. */
function save(text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  const link = Object.assign(document.createElement('a'), {
    href: url,
    download: 'countersign-recovery-codes.txt',
  })
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 1000)
}
