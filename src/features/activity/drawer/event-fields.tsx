import type { ActionEvent } from '#contract/activity/action-event.ts'
import { actionEventKeys } from '#contract/activity/action-event.ts'
import { Fact, Facts } from '#ui/facts.tsx'
import { Marked } from '#ui/marked.tsx'
import { Muted } from '#ui/muted.tsx'
import { labels } from '../labels.ts'

/** Every field of an event by its label and its name in the API; then those that the contract does not name. */
export function EventFields({ event }: { readonly event: ActionEvent }) {
  const known = new Set<string>(actionEventKeys)
  const extra = Object.entries(event).filter(([key]) => !known.has(key))
  return (
    <section>
      <h3>All fields</h3>
      <Facts hasLongNames>
        {actionEventKeys.map((key) => (
          <Field key={key} name={key} label={labels[key]} value={event[key]} />
        ))}
      </Facts>
      {extra.length > 0 && (
        <>
          <h3>Fields this version does not know</h3>
          <Facts hasLongNames>
            {extra.map(([key, value]) => (
              <Field key={key} name={key} value={value} />
            ))}
          </Facts>
        </>
      )}
    </section>
  )
}

/** Fields that hold words; the others hold ids, names of the API, times and numbers, which are read letter by letter. */
const words = /_name$|^messages$/

type FieldProps = { readonly name: string; readonly label?: string; readonly value: unknown }

function Field({ name, label, value }: FieldProps) {
  const text = textOf(value)
  const Text = words.test(name) ? 'span' : 'code'
  return (
    <Fact
      name={
        <>
          {label}{' '}
          <code>
            <Marked text={name} />
          </code>
        </>
      }
    >
      {text === undefined ? (
        <Muted>empty</Muted>
      ) : (
        <Text>
          <Marked text={text} />
        </Text>
      )}
    </Fact>
  )
}

/** A value as a reader may copy it: text as it is, anything else as JSON; undefined for what says nothing. */
function textOf(value: unknown): string | undefined {
  if (value === null || value === undefined || value === '') return undefined
  if (Array.isArray(value) && value.length === 0) return undefined
  return typeof value === 'string'
    ? value
    : JSON.stringify(value, null, typeof value === 'object' ? 1 : undefined)
}
