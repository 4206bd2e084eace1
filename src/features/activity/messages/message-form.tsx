import { type FormEvent, useState } from 'react'
import { maxMessageSearch } from '#contract/activity/event-queries.ts'
import { isBlank, textProblem } from '#contract/text.ts'
import { Button } from '#ui/button.tsx'
import { ButtonRow } from '#ui/button-row.tsx'
import { FormField } from '#ui/form-field.tsx'
import { FormFoot, FormParts } from '#ui/form.tsx'
import { Hint } from '#ui/hint.tsx'
import type { ListQuery } from '../query/list-query.ts'
import type { SearchChange } from '../query/read-list-query.ts'
import { ScopeChoice } from './scope-choice.tsx'
import { possibleScopes, type Scope, scopeChange, searchedIn } from './search-scope.ts'

type Props = {
  readonly query: Pick<ListQuery, 'search' | 'own'>
  readonly onApply: (change: SearchChange) => void
}

const searched = {
  cause: 'Searched within the failed events of this cause.',
  failures: 'Searched within failed events.',
  range: 'Searched within the events that started in the range of this list.',
} as const

/** Asks which text the messages are to hold and, where the list does not say, among which events it is searched for. */
export function MessageForm({ query, onApply }: Props) {
  const { search, own } = query
  const [text, setText] = useState(own.message ?? '')
  const [scope, setScope] = useState<Scope>('failures')
  const [tried, setTried] = useState(false)
  const within = searchedIn(query)
  const problem = problemOf(text)

  function submit(event: FormEvent) {
    event.preventDefault()
    setTried(true)
    if (problem !== undefined) return
    const message = text === '' ? undefined : text
    onApply(within || message === undefined ? { own: { message } } : scopeChange(search, message, scope))
  }

  return (
    <form onSubmit={submit}>
      <FormParts>
        <FormField
          label="First message contains"
          hint="Upper and lower case are the same; every other character counts as it is."
          error={tried ? problem : undefined}
        >
          {(wiring) => (
            <input
              {...wiring}
              type="text"
              autoComplete="off"
              spellCheck={false}
              data-autofocus
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </FormField>
        {within ? (
          <Hint>{searched[within]}</Hint>
        ) : (
          <ScopeChoice search={search} scopes={possibleScopes(search)} scope={scope} onScope={setScope} />
        )}
        <FormFoot>
          <ButtonRow>
            <Button type="submit" look="primary">
              Apply
            </Button>
            <Button
              look="quiet"
              refusal={own.message === undefined ? 'No filter is set here.' : undefined}
              onClick={() => onApply({ own: { message: undefined } })}
            >
              Clear
            </Button>
          </ButtonRow>
        </FormFoot>
      </FormParts>
    </form>
  )
}

/** Why a text cannot be searched for; undefined for one that can, or is empty. */
function problemOf(text: string): string | undefined {
  if (text === '') return undefined
  if (isBlank(text)) return 'Type something that can be seen.'
  const problem = textProblem(text, maxMessageSearch)
  return problem && `This text ${problem}.`
}
