import { instantText } from '#ui/clock-text.ts'
import { coverageWords } from './coverage-words.ts'
import { type Answer, completeAnswer, filesAnswer, signatureAnswer } from './answers.ts'
import type { SignatureAnswer } from './check/check-signature.ts'
import type { PackReport } from './check/faults.ts'
import type { KnownKey } from './check/public-keys.ts'
import { problemWords } from './problem-words.ts'

/** What the three answers about a pack come to. */
export type Verdict = {
  readonly answers: readonly Answer[]
  /** Whether all three are good. */
  readonly isVerified: boolean
  readonly title: string
  /** Of which rows the pack says that it holds them, in a sentence; '' where nobody who is known has signed that. */
  readonly covers: string
  /** What to do; '' where it is verified, or not known yet. */
  readonly nextStep: string
}

/** The three answers about a pack, with times in a zone. */
export function verdictOn(
  report: PackReport,
  signature: SignatureAnswer<KnownKey> | undefined,
  zone: string,
): Verdict {
  const time = (instant: string) => `${instantText(instant, zone)} (${zone})`
  const isSigned = signature?.kind === 'signed'
  const answers = [filesAnswer(report), signatureAnswer(signature, time), completeAnswer(report, isSigned)]
  const covers = report.manifest && isSigned ? coverageWords(report.manifest) : ''
  const isVerified = answers.every(({ state }) => state === 'good')
  if (isVerified) return { answers, isVerified, title: 'Verified', covers, nextStep: '' }
  const title = signature ? 'Not verified' : 'Not verified yet'
  return { answers, isVerified, title, covers, nextStep: nextStepOf(report, signature) }
}

function nextStepOf(
  { problem, manifest, fileFaults }: PackReport,
  signature: SignatureAnswer<KnownKey> | undefined,
): string {
  if (problem) return problemWords(problem).advice
  if (fileFaults.length > 0)
    return 'Do not rely on these files. Download the pack once more, or ask whoever gave it to you to send it again.'
  switch (signature?.kind) {
    case undefined:
      return ''
    case 'signed':
      return 'Do not take it for all that there is: make the export once more.'
    case 'not in this browser':
      return 'Verify it in another browser, or with tools/verify-pack.mjs.'
    case 'no signature':
      return 'The signature stands in manifest.json.sig beside the manifest, and was taken out or changed. Ask for the pack as the server gave it out.'
    case 'unknown': {
      const named = signature.compared.find(({ id }) => id === manifest?.server.key_id)
      return named ? notByNamed(named) : otherKeys
    }
    case 'no manifest':
    case 'no keys':
      return otherKeys
    default:
      return signature satisfies never
  }
}

const otherKeys =
  'Open this page on the server that made the pack, or paste the public key of that server below.'

/** What to do where a manifest names a key that is known, and another or none has signed it. */
function notByNamed({ id, from }: KnownKey): string {
  const key = from === 'server' ? `this server's key ${id}` : `the key ${id} that you pasted`
  return `It names ${key}, but that key did not sign this text: the manifest or the signature was changed. Do not rely on it.`
}
