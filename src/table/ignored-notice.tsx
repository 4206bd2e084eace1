import type { IgnoredParam } from './search.ts'
import { Button } from '#ui/button.tsx'
import { Icon } from '#ui/icon.tsx'
import styles from './ignored-notice.module.css'

type Props = { readonly ignored: readonly IgnoredParam[]; readonly onForget: () => void }

/** Names every parameter of the address that was left out: a silently wider list is the worst that can happen. */
export function IgnoredNotice({ ignored, onForget }: Props) {
  if (ignored.length === 0) return null
  return (
    <div role="alert" className={styles.ignored}>
      <Icon name="alert" />
      <div>
        <p>This address asks for something that was left out, so there may be more rows than it means:</p>
        <ul>
          {ignored.map(({ param, reason }) => (
            <li key={`${param} ${reason}`}>
              <code>{param}</code> {reason}
            </li>
          ))}
        </ul>
      </div>
      <Button onClick={onForget}>Take it out of the address</Button>
    </div>
  )
}
