import { Badge } from '#ui/badge.tsx'
import { IconButton } from '#ui/button.tsx'
import { Popover } from '#ui/popover.tsx'
import { stateChoices, typeChoices } from '../choices.ts'
import styles from './legend.module.css'

/** Every state and action type: the word on the screen, the name in the API and what it means; and what keys do. */
export function Legend() {
  return (
    <Popover label="What states, action types and keys mean" trigger="Legend" icon="info">
      {(close) => (
        <div className={styles.legend}>
          <IconButton icon="close" label="Close" className={styles.close} onClick={close} />
          <h2>States</h2>
          <dl className={styles.list}>
            {stateChoices.map(({ name, label, meaning, icon, tone }) => (
              <div key={name} className={styles.entry}>
                <dt>
                  <Badge icon={icon} tone={tone}>
                    {label}
                  </Badge>
                  <code>{name}</code>
                </dt>
                <dd>{meaning}</dd>
              </div>
            ))}
          </dl>
          <h2>Action types</h2>
          <dl className={styles.list}>
            {typeChoices.map(({ name, label, meaning }) => (
              <div key={name} className={styles.entry}>
                <dt>
                  {label} <code>{name}</code>
                </dt>
                <dd>{meaning}</dd>
              </div>
            ))}
          </dl>
          <h2>Keys</h2>
          <dl className={styles.list}>
            {keys.map(([key, meaning]) => (
              <div key={key} className={styles.entry}>
                <dt>{key}</dt>
                <dd>{meaning}</dd>
              </div>
            ))}
          </dl>
        </div>
      )}
    </Popover>
  )
}

/** What keys do on this tab, by where the focus is. */
const keys = [
  [
    'In the table',
    'Arrow keys, Page Up and Down, Home and End move between rows; Enter opens one; the right arrow goes to its buttons',
  ],
  ['f, Shift+F10, menu key', 'Filter by a value of the row'],
  ['In an open event', 'j or ↓ is the next one, k or ↑ the one before, Esc closes it'],
  [
    'In the query',
    'Enter applies it, Esc takes it back, ↑ in the empty field shows earlier ones, Tab takes what is offered',
  ],
  [
    'At the ends of the bars',
    'Arrow keys, Page Up and Down, Home and End move them; Enter shows only the range, Esc takes it back',
  ],
] as const
