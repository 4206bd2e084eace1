import { useMemo, useRef, useState } from 'react'
import { isolated } from '#std/isolate.ts'
import { ErrorPanel } from '#ui/error-panel.tsx'
import { Announcement } from '#ui/visually-hidden.tsx'
import { Contents } from './contents.tsx'
import { DropArea } from './drop-area.tsx'
import { KeyChoice, type KeySource } from './key-choice.tsx'
import type { KnownKey } from './check/public-keys.ts'
import { ReadingPack } from './reading.tsx'
import { Result } from './result.tsx'
import { type PackCheck, usePackCheck } from './use-pack-check.ts'
import { usePastedKey } from './use-pasted-key.ts'
import { useServerKeys } from './use-server-keys.ts'
import { useSignature } from './use-signature.ts'
import { type Verdict, verdictOn } from './verdict.ts'
import styles from './verify.module.css'

type Props = { readonly zone: string }

/** Says whether a pack is as its server made it: its files, its signature, and whether it is complete. */
export function VerifyPage({ zone }: Props) {
  return (
    <div className={styles.page}>
      <title>Verify a pack · Countersign</title>
      <h1>Verify a pack</h1>
      <p>
        A pack is the zip that an export gives: its files, what they hold, and the signature of the server.
        This page reads one and says whether anything in it was changed or is missing.
      </p>
      {canRead() ? <Verifying zone={zone} /> : <CannotRead />}
    </div>
  )
}

/** Browsers hash only for pages that have come by a safe way. */
function canRead(): boolean {
  return Boolean(globalThis.crypto?.subtle) && 'DecompressionStream' in globalThis
}

function CannotRead() {
  return (
    <ErrorPanel
      title="This page cannot verify anything here"
      message="The browser lets it hash nothing, because the page has come over plain HTTP or the browser is too old."
      advice="Open this page over HTTPS or on the computer of the server, or verify the pack with tools/verify-pack.mjs."
    />
  )
}

const noKeys: readonly KnownKey[] = []

function Verifying({ zone }: Props) {
  const { check, refusal, start, stop } = usePackCheck()
  const [source, setSource] = useState<KeySource>('server')
  const server = useServerKeys()
  const pasted = usePastedKey()
  const chooseButton = useRef<HTMLButtonElement>(null)
  const keys = useMemo(() => {
    if (source === 'pasted') return pasted.key ? [pasted.key] : noKeys
    return server.hasFailed ? noKeys : server.keys
  }, [source, pasted.key, server.hasFailed, server.keys])
  const report = check.kind === 'read' ? check.report : undefined
  const signature = useSignature({ signed: report?.signed, keys })
  const verdict = report && verdictOn(report, signature, zone)
  const onStop = () => {
    stop()
    chooseButton.current?.focus()
  }
  return (
    <>
      <DropArea buttonRef={chooseButton} refusal={refusal} onChoose={start} />
      <Announcement>{announced(check, verdict)}</Announcement>
      {check.kind === 'reading' && (
        <ReadingPack fileName={check.file.name} progress={check.progress} onStop={onStop} />
      )}
      {check.kind === 'stopped' && <p>{stopped}</p>}
      {check.kind === 'failed' && <ErrorPanel title="Not verified" message={check.why} />}
      {check.kind === 'read' && verdict && <Result fileName={check.file.name} verdict={verdict} />}
      <KeyChoice source={source} onSource={setSource} server={server} pasted={pasted} />
      {report?.manifest && (
        <Contents manifest={report.manifest} isSigned={signature?.kind === 'signed'} zone={zone} />
      )}
    </>
  )
}

const stopped = 'Stopped. Nothing was verified.'

/** What screen readers are told of how it goes. */
function announced(check: PackCheck, verdict: Verdict | undefined): string {
  if (check.kind === 'stopped') return stopped
  if (check.kind === 'reading') return `Reading ${isolated(check.file.name)}`
  return verdict ? `${verdict.title}. ${verdict.covers} ${verdict.nextStep}`.trim() : ''
}
