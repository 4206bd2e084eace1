import type { KeyFacts, Press } from '#ui/key-watch.ts'

/** What a single key does on the screen of a review. */
export type Command =
  | 'next row'
  | 'previous row'
  | 'accept'
  | 'reject'
  | 'note'
  | 'sign off'
  | 'clear'
  | 'choose'
  | 'choose up to here'
  | 'undo'
  | 'open'
  | 'filters'
  | 'help'

/** Where the focus is: in the table, in the drawer of a row, in another dialog, or anywhere else outside of text. */
export type FocusPlace = 'table' | 'row' | 'dialog' | 'page'

type Rule = { readonly command: Command; readonly in: readonly FocusPlace[]; readonly repeats?: true }

const onRows: readonly FocusPlace[] = ['table', 'row']

const rules: ReadonlyMap<string, Rule> = new Map([
  ['j', { command: 'next row', in: onRows, repeats: true }],
  ['k', { command: 'previous row', in: onRows, repeats: true }],
  ['a', { command: 'accept', in: onRows }],
  ['r', { command: 'reject', in: onRows }],
  ['n', { command: 'note', in: onRows }],
  ['s', { command: 'sign off', in: onRows }],
  ['c', { command: 'clear', in: ['table'] }],
  ['x', { command: 'choose', in: ['table'] }],
  ['Shift+x', { command: 'choose up to here', in: ['table'] }],
  ['u', { command: 'undo', in: onRows }],
  ['o', { command: 'open', in: ['table'] }],
  ['/', { command: 'filters', in: ['table', 'page'] }],
  ['?', { command: 'help', in: ['table', 'row', 'dialog', 'page'] }],
])

/** What is read of a keydown; `altGraph` as `getModifierState` has it. */
export type CommandKey = Omit<KeyFacts, 'timeStamp' | 'repeat'> & {
  readonly shiftKey: boolean
  readonly altGraph: boolean
}

/**
 * The one rule of which command may run now. Takes the key, what the guard of keys says of it (held, or the rest of what
 * was typed into a closed dialog), and where the focus is, undefined in text; returns undefined where none may run.
 */
export function commandOf(
  key: CommandKey,
  press: Pick<Press, 'isRepeat' | 'isSettled'>,
  place: FocusPlace | undefined,
): Command | undefined {
  if (place === undefined || !press.isSettled) return undefined
  if (key.isComposing || key.altGraph || key.ctrlKey || key.metaKey || key.altKey) return undefined
  const rule = rules.get(signOf(key))
  if (!rule?.in.includes(place)) return undefined
  return press.isRepeat && !rule.repeats ? undefined : rule.command
}

const letter = /^[\p{L}\p{M}]$/u
const latin = /\p{Script=Latin}/u

/**
 * The sign that a key stands for. Letters are those of the keyboard's own layout where it writes Latin ones; where it
 * writes others (Cyrillic, Greek, Hebrew), the letter that the key in the same place has on a Latin keyboard. With
 * Shift it stands behind that word.
 */
function signOf({ key, code, shiftKey }: CommandKey): string {
  if (!letter.test(key)) return key
  const sign = (latin.test(key) ? key : code.replace(/^Key/, '')).toLowerCase()
  return shiftKey ? `Shift+${sign}` : sign
}
