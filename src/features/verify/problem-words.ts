import { isolated } from '#std/isolate.ts'
import type { Problem } from './check/faults.ts'

type Words = { readonly what: string; readonly advice: string }

const download = 'Download the pack once more, or ask whoever gave it to you to send it again.'
const choosePack = 'Choose the pack: the .zip that Countersign gave out, as it was downloaded.'

/** What a file is instead of a pack, and what to do about it. */
export function problemWords(problem: Problem): Words {
  switch (problem.kind) {
    case 'empty':
      return { what: 'The file is empty.', advice: download }
    case 'no zip':
      return {
        what: 'The file is no zip. A file out of a pack, such as a CSV, cannot be verified by itself.',
        advice: choosePack,
      }
    case 'sheet':
      return { what: 'The file is a sheet (XLSX), which may be one out of a pack.', advice: choosePack }
    case 'no manifest':
      return { what: 'The zip has no manifest.json, and so is no pack.', advice: choosePack }
    case 'in a folder':
      return {
        what: 'Everything in the zip is in a folder, and in a pack nothing is.',
        advice: 'Unzipped and zipped again? Take the pack as it was downloaded.',
      }
    case 'two manifests':
      return {
        what: 'The zip has more than one manifest.json, and nobody can say which of them is meant.',
        advice: `It was tampered with. ${download}`,
      }
    case 'too many files':
      return { what: 'The zip holds more files than any pack.', advice: choosePack }
    case 'cut off':
      return {
        what: 'The zip is cut off or damaged: its end, where it lists its files, is missing.',
        advice: download,
      }
    case 'unreadable zip':
      return { what: `The zip cannot be read. ${problem.why}`, advice: download }
    case 'unreadable manifest':
      return { what: `The manifest cannot be read: ${problem.why.replace(/\.$/, '')}.`, advice: download }
    case 'other format':
      return { what: 'Its manifest.json is not that of an export of Countersign.', advice: choosePack }
    case 'other version':
      return {
        what: `The manifest has the format version ${isolated(problem.version)}, and this page knows version 1.`,
        advice:
          'Verify it with the page, or the tools/verify-pack.mjs, of the version of Countersign that made it.',
      }
    case 'bad manifest':
      return {
        what: `The manifest is not as its format says, at ${isolated(problem.at) || 'its beginning'}.`,
        advice: download,
      }
    default:
      return problem satisfies never
  }
}
