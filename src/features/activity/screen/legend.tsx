import { Badge } from '#ui/badge.tsx'
import { IconButton } from '#ui/button.tsx'
import { Popover } from '#ui/popover.tsx'
import { stateChoices, typeChoices } from '../choices.ts'
import styles from './legend.module.css'

/** Every state and action type: the word on the screen, the name in the API and what it means. */
export function Legend() {
  return (
    <Popover label="What the states and action types mean" trigger="Legend" icon="info">
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
        </div>
      )}
    </Popover>
  )
}
