import type { ActionEventOrigin, ActionEventRef } from '#contract/activity/action-event.ts'
import { useActionEventOrigin } from '#queries/activity/use-action-event.ts'
import { Badge } from '#ui/badge.tsx'
import styles from './event-details.module.css'
import { instantText } from '#ui/clock-text.ts'
import { Fact, Facts } from '#ui/facts.tsx'
import { Marked } from '#ui/marked.tsx'

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
        <p className={styles.muted}>No import is recorded for this event.</p>
      )}
      {failure && <p className={styles.muted}>Where this event came from could not be read.</p>}
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
      {facts.map(([name, text]) => (
        <Fact key={name} name={name}>
          <span className={name === 'SHA-256' || name === 'Import' ? styles.code : undefined}>
            <Marked text={text} />
          </span>
        </Fact>
      ))}
    </Facts>
  )
}
