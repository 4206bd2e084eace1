import { isolated } from '#std/isolate.ts'
import { useCauseMessage } from '#queries/activity/cause-message.ts'
import { OtherFilter, RemovableFilter } from '#table/filters/other-filter.tsx'
import type { ListQuery } from '../query/list-query.ts'
import type { SearchChange } from '../query/read-list-query.ts'
import { messageText } from '../failures/message-parts.ts'
import { MessageForm } from './message-form.tsx'

type Props = {
  readonly query: Pick<ListQuery, 'search' | 'own'>
  readonly onChange: (change: SearchChange) => void
}

/** The filters that the documented filter cannot say: a text in messages, and the cause of failures. */
export function OwnFilters({ query, onChange }: Props) {
  const { message, cause } = query.own
  return (
    <>
      <OtherFilter
        label="Message"
        set={message === undefined ? undefined : { how: 'contains', value: message }}
      >
        {(close) => (
          <MessageForm
            query={query}
            onApply={(change) => {
              // Closed first: the focus goes back to the button while it is still there.
              close()
              onChange(change)
            }}
          />
        )}
      </OtherFilter>
      {cause !== undefined && (
        <CauseFilter cause={cause} onRemove={() => onChange({ own: { cause: undefined } })} />
      )}
    </>
  )
}

function CauseFilter({ cause, onRemove }: { readonly cause: string; readonly onRemove: () => void }) {
  const message = useCauseMessage(cause)
  const value = message === undefined ? isolated(cause) : messageText(message)
  return (
    <RemovableFilter
      label="Cause"
      value={value}
      tip={`${value} (${isolated(cause)}). Press to take this filter away.`}
      onRemove={onRemove}
    />
  )
}
