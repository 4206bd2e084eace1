/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/no-noninteractive-element-to-interactive-role -- a select would send the form and hide its notes behind a press */
import { type KeyboardEvent, type RefObject, useEffect, useId, useState } from 'react'
import { Foreign } from '#ui/foreign.tsx'
import { Hint } from '#ui/hint.tsx'
import styles from './note-choices.module.css'

type Props = {
  readonly ref: RefObject<HTMLUListElement | null>
  readonly title: string
  readonly notes: readonly string[]
  /** Puts a note into the field. */
  readonly onChoose: (note: string) => void
  /** Goes back to the field. */
  readonly onLeave: () => void
}

/** Notes to choose from: a press or Enter puts one into the field, arrow up from the first or Esc goes back to it. */
export function NoteChoices({ ref, title, notes, onChoose, onLeave }: Props) {
  const id = useId()
  const [at, setAt] = useState(0)
  useEffect(() => {
    const list = ref.current
    if (list && list === document.activeElement) list.children[at]?.scrollIntoView({ block: 'nearest' })
  }, [ref, at])
  const keydown = (event: KeyboardEvent) => {
    const { key, ctrlKey, metaKey, altKey, nativeEvent } = event
    if (ctrlKey || metaKey || altKey || nativeEvent.isComposing) return
    // Text is meant for the field: the key that follows it there types.
    if (key.length === 1) return onLeave()
    const to = stepOf(key, at, notes.length)
    if (to === undefined && key !== 'Enter' && key !== 'Escape') return
    // Esc is for the list; the dialog stays open.
    event.preventDefault()
    const note = notes[at]
    if (key === 'Enter' && note !== undefined) onChoose(note)
    else if (to === undefined || to < 0) onLeave()
    else setAt(Math.min(to, notes.length - 1))
  }
  return (
    <section className={styles.options}>
      <h3 id={id}>{title}</h3>
      <Hint id={`${id}-hint`}>Press ↓ to reach them, Enter to use one, Esc to go back.</Hint>
      <ul
        ref={ref}
        role="listbox"
        tabIndex={0}
        aria-labelledby={id}
        aria-describedby={`${id}-hint`}
        aria-activedescendant={`${id}-${at}`}
        onFocus={() => setAt(0)}
        onKeyDown={keydown}
      >
        {notes.map((note, place) => (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the list has the focus and the keys
          <li
            key={note}
            id={`${id}-${place}`}
            role="option"
            aria-selected={place === at}
            // The focus stays in the field.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onChoose(note)}
          >
            <Foreign text={note} />
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The option that a key leads to, -1 above the first; undefined for a key that leads nowhere. */
function stepOf(key: string, at: number, count: number): number | undefined {
  const steps: Readonly<Partial<Record<string, number>>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    Home: 0,
    End: count - 1,
  }
  return Object.hasOwn(steps, key) ? steps[key] : undefined
}
