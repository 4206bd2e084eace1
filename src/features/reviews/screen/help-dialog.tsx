import { Dialog } from '#ui/dialog.tsx'
import type { KeyboardChoice } from '../state/browser-choice.ts'
import styles from './help-dialog.module.css'

type Props = {
  readonly choice: KeyboardChoice
  readonly onChange: (choice: KeyboardChoice) => void
  readonly onClose: () => void
}

type KeyList = readonly (readonly [keys: string, does: string])[]

const letters: KeyList = [
  ['j, k', 'Next row, previous row'],
  ['a', 'Accept'],
  ['r', 'Reject'],
  ['n', 'Note'],
  ['s', 'Sign off this row'],
  ['x', 'Choose this row, or take it out again'],
  ['Shift+x', 'Choose all rows from there up to this one'],
  ['c', 'Clear the decisions of the chosen rows'],
  ['Shift+a, r, n, s', 'In groups: ask about the rest of this group'],
  ['u', 'Undo the last decision'],
  ['o', 'Open the row'],
  ['/', 'Go to the filters'],
  ['?', 'This help'],
]
const others: KeyList = [
  ['↑, ↓', 'Previous row, next row; the first one marks a row'],
  ['Page Up, Page Down', 'A screen up, a screen down'],
  ['Home, End', 'First row, last row'],
  ['Shift and one of these', 'Choose the rows up to there'],
  ['Shift+Space', 'Choose this row, or take it out again'],
  ['Enter', 'Open the row'],
  ['→, ←', 'The buttons in the row'],
  ['Alt+↓, Alt+↑', 'In groups: next group, previous group'],
  ['←, → on a group', 'Close it, open it'],
  ['Enter, Shift+Enter', 'Send while writing a note, make a new line in it'],
  ['↓ on the last line of a note', 'Your stored or last notes: Enter takes one, Esc goes back'],
  ['Esc', 'Close what is open; then choose no row'],
]

/** What keys do on this screen, and whether single letters do anything (WCAG 2.1.4). */
export function HelpDialog({ choice, onChange, onClose }: Props) {
  return (
    <Dialog title="Keys" onClose={onClose}>
      <div className={styles.help}>
        <label className={styles.choice}>
          <input
            type="checkbox"
            checked={choice.letters}
            onChange={({ target }) => onChange({ ...choice, letters: target.checked })}
          />
          Single-key shortcuts
        </label>
        <label className={styles.choice}>
          <input
            type="checkbox"
            checked={choice.moveOn}
            onChange={({ target }) => onChange({ ...choice, moveOn: target.checked })}
          />
          Go to the next row to decide after each decision
        </label>
        {choice.letters && <Keys title="Letters" keys={letters} />}
        <Keys title="Other keys" keys={others} />
        <ul className={styles.rules}>
          <li>Letters act on the marked row, while the table or the drawer of a row has the focus.</li>
          <li>
            While rows are chosen, a, r, n, s and c in the table ask what is done to all of them, and a
            preview comes first. None of these keys decides the marked row alone then.
          </li>
          <li>
            Where no row is marked, or it is out of view, the first press only shows which one is meant.
          </li>
          <li>
            None of them does anything while you type, while a key is held, or right after a dialog closes.
          </li>
          <li>
            On a keyboard that writes other letters (Cyrillic, Greek, Hebrew …) the key in the same place
            counts.
          </li>
        </ul>
      </div>
    </Dialog>
  )
}

function Keys({ title, keys }: { readonly title: string; readonly keys: KeyList }) {
  return (
    <section>
      <h3>{title}</h3>
      <dl className={styles.keys}>
        {keys.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
