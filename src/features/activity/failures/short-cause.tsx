import { Link } from 'react-router'
import type { FailureCause } from '#contract/activity/failures.ts'
import { counted } from '#std/counted.ts'
import { Foreign } from '#ui/foreign.tsx'
import { numberText } from '#ui/number-text.ts'
import { workflowActionsPath } from '../address.ts'
import type { ListQuery } from '../query/list-query.ts'
import { changeListQuery } from '../query/read-list-query.ts'
import { causeAddress, causeEventsAddress } from './address.ts'
import { BecameWords } from './became.tsx'
import { CauseMessage } from './cause-message.tsx'
import styles from './causes-line.module.css'
import { messageText } from './message-parts.ts'
import { atLeast, isBroken } from './outcomes.ts'

type Props = {
  readonly cause: FailureCause
  readonly query: ListQuery
  /** The query of the tab's address. */
  readonly address: string
  /** Whether this cause alone is listed. */
  readonly isListed: boolean
  /** How many failed events have no known cause yet: some may be of this one. */
  readonly unsorted: number
}

/** A cause in two lines, each part a filter: how often it struck, whom, where, and what has become of that. */
export function ShortCause({ cause, query, address, isListed, unsorted }: Props) {
  const { cause_id, message, events, identities, became } = cause
  const own = causeAddress(cause_id, address)
  return (
    <li className={`${styles.card} ${isBroken(became) ? styles.broken : styles.over}`}>
      <Link
        to={isListed ? own : causeEventsAddress(cause_id, address)}
        className={styles.message}
        data-tip={messageText(message)}
      >
        {atLeast(unsorted)}
        {numberText(events)} × <CauseMessage message={message} />
      </Link>
      <span className={styles.rest}>
        <BecameWords
          became={became}
          unsorted={unsorted}
          addressOf={(outcome) => causeAddress(cause_id, address, outcome)}
        />
        {' · '}
        <Link to={own}>
          {atLeast(unsorted)}
          {counted(identities, 'identity', 'identities')}
        </Link>
        <Places {...{ cause, query, address, unsorted }} />
      </span>
    </li>
  )
}

/** The first action and workflow of a cause, each leading to its events there alone, and how many more there are. */
function Places({ cause, query, address, unsorted }: Omit<Props, 'isListed'>) {
  const { cause_id, actions, action_count, workflows, workflow_count } = cause
  const { search } = query
  const places = [
    { field: 'action_name', value: actions[0]?.value, more: action_count - 1 },
    { field: 'workflow_name', value: workflows[0]?.value, more: workflow_count - 1 },
  ]
  return places.map(({ field, value, more }) => {
    // The filter has no word for an empty value.
    if (!value) return null
    const clauses = { ...search.clauses, [field]: { kind: 'text', op: 'eq', value } } as const
    const list = changeListQuery(address, { clauses, own: { cause: cause_id } })
    return (
      <span key={field}>
        {' · '}
        {search.query === undefined ? (
          <Link to={`${workflowActionsPath}?${list}`}>
            <Foreign text={value} />
          </Link>
        ) : (
          <Foreign text={value} />
        )}
        {more > 0 && ` and ${atLeast(unsorted)}${numberText(more)} more`}
      </span>
    )
  })
}
