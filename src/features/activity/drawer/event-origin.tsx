import type { ActionEventRef } from '#contract/activity/action-event.ts'
import type { ActionEventOrigin } from '#contract/activity/origin-calls.ts'
import { useActionEventOrigin } from '#queries/activity/origin.ts'
import { Badge } from '#ui/badge.tsx'
import { instantText } from '#ui/clock-text.ts'
import { Fact, Facts } from '#ui/facts.tsx'
import { Marked } from '#ui/marked.tsx'
import { Muted } from '#ui/muted.tsx'

type Props = { readonly event: ActionEventRef; readonly zone: string }

/** Where an event came from: the demonstration, or the import that brought it last. */
export function EventOrigin({ event, zone }: Props) {
  const { value, failure } = useActionEventOrigin(event)
  return (
    <section>
      <h3>Origin</h3>
      {value?.demo && (
        <p>
          <Badge icon="info" tone="attention">
            Demo
          </Badge>{' '}
          This event is made up.
        </p>
      )}
      {value?.import && <Import record={value.import} zone={zone} />}
      {value && !value.demo && !value.import && (
        <p>
          <Muted>No import is recorded for this event.</Muted>
        </p>
      )}
      {failure && (
        <p>
          <Muted>Where this event came from could not be read.</Muted>
        </p>
      )}
    </section>
  )
}

type ImportProps = { readonly record: NonNullable<ActionEventOrigin['import']>; readonly zone: string }

function Import({ record, zone }: ImportProps) {
  const facts = [
    ['File', record.file_name],
    ['SHA-256', record.sha256],
    ['Finished', record.finished_at ? instantText(record.finished_at, zone) : 'Not finished'],
    ['Imported by', record.actor],
    ['Import', record.id],
  ] as const
  return (
    <Facts>
      {facts.map(([name, text]) => {
        const Text = name === 'SHA-256' || name === 'Import' ? 'code' : 'span'
        return (
          <Fact key={name} name={name}>
            <Text>
              <Marked text={text} />
            </Text>
          </Fact>
        )
      })}
    </Facts>
  )
}
