import { numberText } from '#ui/number-text.ts'
import type { FileFault, MibRange } from './check/faults.ts'

/** What is wrong with a file, to be read after its name. */
export function faultWords(fault: FileFault): string {
  switch (fault.kind) {
    case 'missing':
      return 'is missing.'
    case 'twice':
      return 'is there more than once, and nobody can say which of them is meant.'
    case 'extra':
      return 'is not in the manifest.'
    case 'changed':
      return `was changed: ${fault.ranges.slice(0, maxRanges).map(rangeWords).join(', ')}${moreRanges(fault.ranges.length)}.`
    case 'longer':
      return `is longer than the ${numberText(fault.bytes)} bytes of the manifest. It was not read any further.`
    case 'shorter':
      return `is shorter: ${numberText(fault.read)} of the ${numberText(fault.bytes)} bytes of the manifest.`
    case 'broken':
      return `cannot be read ${fault.read === 0 ? 'at all' : `beyond byte ${numberText(fault.read)}`}. ${fault.why}`
    default:
      return fault satisfies never
  }
}

const maxRanges = 20

function rangeWords({ first, last, fromByte, toByte }: MibRange): string {
  const numbers = first === last ? `${first}` : `${first} to ${last}`
  return `MiB ${numbers} (bytes ${numberText(fromByte)} to ${numberText(toByte)})`
}

function moreRanges(count: number): string {
  return count > maxRanges ? ` and ${numberText(count - maxRanges)} other places` : ''
}
