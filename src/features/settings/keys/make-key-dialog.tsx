import { useState } from 'react'
import type { Scope } from '#contract/permissions.ts'
import { type MadeKey, useMakeKey } from '#queries/session/keys.ts'
import { autofocus } from '#ui/autofocus.ts'
import { Button } from '#ui/button.tsx'
import { Checkbox, CheckboxGroup } from '#ui/checkbox.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Form, FormFoot } from '#ui/form.tsx'
import { FormField } from '#ui/form-field.tsx'
import { StepProblem, stepRefusal, useWait } from '#ui/step-problem.tsx'
import { scopeWords } from './scope-words.ts'

type Props = {
  /** For which the reader may make keys. */
  readonly scopes: readonly Scope[]
  readonly onMade: (made: MadeKey) => void
  readonly onClose: () => void
}

/** Asks what a new key is for, what it can do and for how long, and makes it. */
export function MakeKeyDialog({ scopes, onMade, onClose }: Props) {
  const [name, setName] = useState('')
  const [days, setDays] = useState('90')
  const [chosen, setChosen] = useState<readonly Scope[]>([])
  const { start, isUnderWay, failure } = useMakeKey(onMade)
  const wait = useWait(failure)
  const wantedDays = Number(days)
  const areDaysFine = Number.isInteger(wantedDays) && wantedDays >= 1 && wantedDays <= 365
  const refusal =
    name.trim() === ''
      ? 'Say what the key is for.'
      : chosen.length === 0
        ? 'Choose what the key can do.'
        : areDaysFine
          ? stepRefusal(isUnderWay, wait)
          : 'Say for how many days, from 1 to 365.'
  const choose = (scope: Scope, isChosen: boolean) =>
    setChosen(scopes.filter((each) => (each === scope ? isChosen : chosen.includes(each))))
  return (
    <Dialog title="Make a key" onClose={onClose}>
      <Form
        onSubmit={() => {
          if (refusal === undefined) start({ name: name.trim(), scopes: [...chosen], days: wantedDays })
        }}
      >
        <FormField label="What it is for" hint="Such as “Nightly report”. You find it by this in the list.">
          {(wiring) => (
            <input
              {...wiring}
              ref={autofocus}
              autoComplete="off"
              maxLength={100}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </FormField>
        <CheckboxGroup legend="What it can do">
          {scopes.map((scope) => (
            <Checkbox
              key={scope}
              checked={chosen.includes(scope)}
              onChange={(isChosen) => choose(scope, isChosen)}
            >
              {scopeWords(scope)} <code>{scope}</code>
            </Checkbox>
          ))}
        </CheckboxGroup>
        <FormField label="Days it works" hint="From 1 to 365. After that it does nothing any more.">
          {(wiring) => (
            <input
              {...wiring}
              inputMode="numeric"
              autoComplete="off"
              value={days}
              onChange={(event) => setDays(event.target.value.trim())}
            />
          )}
        </FormField>
        {failure && <StepProblem title="Not made." failure={failure} wait={wait} />}
        <FormFoot>
          <Button type="submit" look="primary" refusal={refusal}>
            Make the key
          </Button>
          <Button onClick={onClose}>Back</Button>
        </FormFoot>
      </Form>
    </Dialog>
  )
}
