/** After so many milliseconds without a key, typing is no longer meant for a dialog that has closed. */
export const pauseMs = 300
/** So many milliseconds after the last key, a key whose release was missed counts as up. */
export const forgetMs = 1000

/** Where a key went down. */
export type KeyPlace = {
  /** The element with the focus. */
  readonly element: unknown
  /** The dialog around it, or the page. */
  readonly surface: unknown
  /** Whether the element takes text. */
  readonly isText: boolean
}

/** What is read of a keyboard event; `timeStamp` is in milliseconds since the page began. */
export type KeyFacts = Pick<
  KeyboardEvent,
  'key' | 'code' | 'repeat' | 'timeStamp' | 'isComposing' | 'ctrlKey' | 'metaKey' | 'altKey'
>

/** What is known about one keydown. */
export type Press = {
  /** The key has been down since an earlier keydown. */
  readonly isRepeat: boolean
  /** No dialog has closed since the last pause, so the key is no leftover of what was typed into one. */
  readonly isSettled: boolean
  /** It was not meant for what has the focus: nothing may act on it. */
  readonly isStray: boolean
}

/** Follows the keys of a page: which of them are held, and whether what is typed may still be meant for a closed dialog. */
export class KeyWatch {
  /** The keys that are down, by `code`, with the place in which each was pressed. */
  private readonly held = new Map<string, KeyPlace>()
  private lastDown = Number.NEGATIVE_INFINITY
  /** When the last dialog closed, or opened by itself. */
  private changedAt = Number.NEGATIVE_INFINITY
  private waiting: 'no' | 'commands' | 'all keys' = 'no'
  /** Tab or an arrow was pressed since a dialog closed: what has the focus now was chosen, not given back. */
  private hasMoved = false

  /** Takes a keydown and says what it is. */
  down(key: KeyFacts, place: KeyPlace): Press {
    if (key.timeStamp - Math.max(this.lastDown, this.changedAt) >= pauseMs) this.waiting = 'no'
    const from = this.held.get(key.code)
    // A key that is pressed again without a release is a repetition that the browser did not mark, or its release was missed.
    const isRepeat = key.repeat || (from !== undefined && key.timeStamp - this.lastDown <= forgetMs)
    this.lastDown = key.timeStamp
    if (key.key === 'Tab' || key.key.startsWith('Arrow')) this.hasMoved = true
    // macOS never tells of the release of a letter that was pressed with Cmd; keys on glass have no code.
    if (!isRepeat && key.code !== '' && !key.metaKey) this.held.set(key.code, place)
    const isElsewhere = isRepeat && key.code !== '' && !isSame(from, place)
    const isSettled = this.waiting === 'no'
    return { isRepeat, isSettled, isStray: this.isStray(key, place, isRepeat, isElsewhere) }
  }

  /** Takes a keyup and says whether it is stray: a Space that would press a button on which it did not go down. */
  up(key: KeyFacts, place: KeyPlace): boolean {
    const from = this.held.get(key.code)
    this.held.delete(key.code)
    return key.key === ' ' && key.code !== '' && !place.isText && from?.element !== place.element
  }

  /** A dialog has closed: commands wait for a pause. */
  closed(at: number): void {
    this.changedAt = at
    this.hasMoved = false
    if (this.waiting === 'no') this.waiting = 'commands'
  }

  /** A dialog has opened that nobody asked for: keys that were meant for what it covers wait for a pause. */
  openedByItself(at: number): void {
    this.changedAt = at
    this.hasMoved = false
    this.waiting = 'all keys'
  }

  /** Whether nobody has pressed a key for so many milliseconds. */
  isIdle(now: number, ms: number): boolean {
    return now - this.lastDown >= ms
  }

  /** Keys may be released where this page does not see it. */
  forget(): void {
    this.held.clear()
  }

  private isStray(key: KeyFacts, place: KeyPlace, isRepeat: boolean, isElsewhere: boolean): boolean {
    if (key.isComposing || key.key === 'Tab') return false
    const presses = key.key === 'Enter' || (key.key === ' ' && !place.isText)
    if (isRepeat && (presses || key.key === 'Escape')) return true
    // A button that has the focus because a dialog gave it back was not chosen by whoever types on.
    if (this.waiting !== 'no' && presses && !place.isText && !this.hasMoved) return true
    if (key.ctrlKey || key.metaKey || key.altKey || key.key === 'Escape') return false
    return isElsewhere || this.waiting === 'all keys'
  }
}

/** Text is typed into one field; other keys may go on while the focus moves within a dialog or the page. */
function isSame(from: KeyPlace | undefined, to: KeyPlace): boolean {
  if (from === undefined) return false
  if (from.isText || to.isText) return from.element === to.element
  return from.surface === to.surface
}
