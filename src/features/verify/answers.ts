import { counted } from '#std/counted.ts'
import { isolated } from '#std/isolate.ts'
import type { SignatureAnswer } from './check/check-signature.ts'
import type { PackReport } from './check/faults.ts'
import { incompleteBecause } from './check/incomplete.ts'
import { faultWords } from './fault-words.ts'
import type { KnownKey } from './check/public-keys.ts'
import { problemWords } from './problem-words.ts'

/** One of the three answers about a pack. Only `good` ones make it verified. */
export type Answer = {
  readonly about: 'Files' | 'Signature' | 'Completeness'
  /** `neutral`: nobody who is known vouches for what it is good by. */
  readonly state: 'good' | 'bad' | 'open' | 'neutral'
  /** What it comes to, in a word or two. */
  readonly title: string
  readonly text: string
  readonly details?: readonly string[]
}

/** Whether the files of a pack are those of its manifest. */
export function filesAnswer({ problem, manifest, fileFaults }: PackReport): Answer {
  const about = 'Files'
  if (problem || !manifest)
    return { about, state: 'bad', title: 'Not compared', text: problem ? problemWords(problem).what : '' }
  const details = fileFaults.map((fault) => `${isolated(fault.name)} ${faultWords(fault)}`)
  const { length } = manifest.files
  if (details.length === 0) {
    const text = `${counted(length, 'file')}, every MiB of ${length === 1 ? 'it' : 'them'} as in the manifest, and no other file.`
    return { about, state: 'good', title: 'As in the manifest', text }
  }
  return { about, state: 'bad', title: 'Not as in the manifest', text: '', details }
}

/** Whether all is there, by a manifest that somebody who is known has signed, or not. */
export function completeAnswer(report: PackReport, isSigned: boolean): Answer {
  const about = 'Completeness'
  const details = incompleteBecause(report)
  if (details.length > 0) return { about, state: 'bad', title: 'INCOMPLETE', text: '', details }
  const { written = 0, reconciled_with: other } = report.manifest?.rows ?? {}
  const same = other ? `, and by another count (${isolated(other.what)})` : ''
  const text = `${counted(written, 'row')} written, and as many counted in the same snapshot${same}.`
  if (!isSigned) return { about, state: 'neutral', title: 'Complete, if the manifest can be believed', text }
  return { about, state: 'good', title: 'Complete', text }
}

const unknown = 'Unknown signature'

/** Who has signed it. `time` writes an instant for the reader. */
export function signatureAnswer(
  answer: SignatureAnswer<KnownKey> | undefined,
  time: (instant: string) => string,
): Answer {
  const about = 'Signature'
  switch (answer?.kind) {
    case undefined:
      return { about, state: 'open', title: 'Not known yet', text: 'The keys are being read.' }
    case 'signed': {
      const { id, from, replacedAt } = answer.by
      const whose = from === 'server' ? 'of this server' : 'that you pasted'
      const since = replacedAt ? ` The server has used another key since ${time(replacedAt)}.` : ''
      return { about, state: 'good', title: 'Signed', text: `By the key ${id} ${whose}.${since}` }
    }
    case 'unknown':
      return {
        about,
        state: 'bad',
        title: unknown,
        text: 'None of the keys has signed this manifest. It was changed, or signed with another key.',
      }
    case 'no signature':
      return {
        about,
        state: 'bad',
        title: unknown,
        text: 'The pack has no manifest.json.sig of the right length, or several.',
      }
    case 'no manifest':
      return { about, state: 'bad', title: unknown, text: 'There is no manifest that could be signed.' }
    case 'no keys':
      return { about, state: 'open', title: unknown, text: 'There is no key to compare it with.' }
    case 'not in this browser':
      return {
        about,
        state: 'open',
        title: unknown,
        text: 'This browser cannot check Ed25519 signatures. A newer one can, and so can tools/verify-pack.mjs.',
      }
    default:
      return answer satisfies never
  }
}
