import { Link } from 'react-router'
import type { AccountLogEntry } from '#contract/session/people-calls.ts'
import { useAccountLog } from '#queries/directory/people.ts'
import { UnreadableNotice } from '#table/address/unreadable-notice.tsx'
import { instantText } from '#ui/clock-text.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { Foreign } from '#ui/foreign.tsx'
import { Muted } from '#ui/muted.tsx'
import { Paged } from '../parts/paged.tsx'
import type { SettingsPageProps } from '../parts/page-props.ts'
import { personPath } from '../people/address.ts'
import { actionWords, actorWords, detailWords } from './log-words.ts'
import { NarrowLog } from './narrow.tsx'
import { useLogFilter } from './use-log-filter.ts'
import styles from './log.module.css'

/** What was done to accounts, roles, keys and ties, newest first; what it is narrowed to stands in the address. */
export function AccountLogPage({ zone }: SettingsPageProps) {
  const { filter, unreadable, drop, look } = useLogFilter()
  const reading = useAccountLog(filter)
  return (
    <>
      <p>Who signed in, and what was done to accounts, roles, keys and ties. Nobody can change it.</p>
      <NarrowLog filter={filter} onLook={look} />
      {unreadable.length > 0 ? (
        <UnreadableNotice unreadable={unreadable} onDrop={drop} />
      ) : (
        <Paged
          reading={reading}
          rowsName="the account log"
          empty={<EmptyState title="No entries">Nothing like that has happened.</EmptyState>}
        >
          {(entries) => (
            <ol className={styles.list} aria-label="Account log">
              {entries.map((entry) => (
                <Entry key={entry.place} entry={entry} zone={zone.name} />
              ))}
            </ol>
          )}
        </Paged>
      )}
    </>
  )
}

function Entry({ entry, zone }: { readonly entry: AccountLogEntry; readonly zone: string }) {
  const { at, action, user_type, id, name, detail } = entry
  const details = detailWords(detail)
  return (
    <li className={styles.entry}>
      <Muted isSmall>{instantText(at, zone)}</Muted>
      <strong>{actionWords(action)}</strong>
      {user_type !== null && id !== null && (
        <Link to={personPath({ user_type, id })}>
          <Foreign text={name || id} />
        </Link>
      )}
      <span>
        by <Foreign text={actorWords(entry)} />
      </span>
      {details && (
        <Muted isSmall>
          <Foreign text={details} />
        </Muted>
      )}
    </li>
  )
}
