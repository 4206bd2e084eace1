import { between, oneOf } from './random.ts'

/** One key that goes down, perhaps repeats, and comes up. */
export type Stroke = {
  /** As `KeyboardEvent.key` has it: a letter, a digit, a blank, or the name of a key. */
  readonly key: string
  /** Milliseconds from the last key going down to this one. */
  readonly gapMs: number
  /** How often it repeats before it comes up. */
  readonly repeats: number
}

const letters = 'abcdefghijklmnopqrstuvwxyz'
/** Letters that are commands on the screen of a review come often: they are what does harm. */
const commands = 'jkarnsuo'

/**
 * A sentence as somebody types it: words of letters and digits with blanks, one or two Enters, and now and then a key
 * that is held. It begins with a letter, so that what comes before the first Enter is never blank.
 */
export function sentence(random: () => number): readonly Stroke[] {
  const keys = [oneOf(random, [...letters, ...commands])]
  const words = between(random, 3, 7)
  for (let word = 0; word < words; word += 1) {
    const length = between(random, 1, 6)
    for (let at = 0; at < length; at += 1) keys.push(keyOf(random))
    keys.push(' ')
  }
  // One Enter in the midst, and often one at the end.
  keys.splice(between(random, 2, keys.length), 0, 'Enter')
  if (random() < 0.6) keys.push('Enter')
  return keys.map((key) => ({
    key,
    gapMs: between(random, 10, 150),
    repeats: random() < 0.06 ? between(random, 3, 12) : 0,
  }))
}

function keyOf(random: () => number): string {
  const kind = random()
  if (kind < 0.12) return String(between(random, 0, 9))
  const letter = oneOf(random, kind < 0.5 ? [...commands] : [...letters])
  return kind > 0.95 ? letter.toUpperCase() : letter
}

/** What strokes write into a text field up to the first Enter: a held key repeats. */
export function textBeforeEnter(strokes: readonly Stroke[]): string {
  const end = strokes.findIndex(({ key }) => key === 'Enter')
  const written = strokes.slice(0, end < 0 ? strokes.length : end)
  return written.map(({ key, repeats }) => key.repeat(1 + repeats)).join('')
}

/** A sentence to read in a report: `left the team⏎ r…×12`. */
export function readable(strokes: readonly Stroke[]): string {
  return strokes
    .map(({ key, repeats }) => (key === 'Enter' ? '⏎' : key) + (repeats > 0 ? `…×${repeats}` : ''))
    .join('')
}
