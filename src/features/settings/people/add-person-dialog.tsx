import { useState } from 'react'
import { Link } from 'react-router'
import type { Role } from '#contract/permissions.ts'
import { type AddedPerson, useAddPerson } from '#queries/directory/change-people.ts'
import { autofocus, focusAtOnce } from '#ui/autofocus.ts'
import { Button } from '#ui/button.tsx'
import { Checkbox } from '#ui/checkbox.tsx'
import { couldBeEmail, emailText } from '#ui/email-text.ts'
import { Dialog } from '#ui/dialog.tsx'
import { Foreign } from '#ui/foreign.tsx'
import { Form, FormFoot, FormParts } from '#ui/form.tsx'
import { FormField } from '#ui/form-field.tsx'
import { StepProblem, stepRefusal, useWait } from '#ui/step-problem.tsx'
import { personPath } from './address.ts'
import { HandOver } from './hand-over.tsx'
import { nameOf } from './people-words.ts'
import { RoleChoice } from './role-choice.tsx'

/** Adds a person, and shows the link by which they set their password. */
export function AddPersonDialog({ onClose }: { readonly onClose: () => void }) {
  const [added, setAdded] = useState<AddedPerson>()
  return (
    <Dialog title={added ? 'Added' : 'Add a person'} onClose={onClose}>
      {added ? <Added added={added} onClose={onClose} /> : <PersonForm onAdded={setAdded} onBack={onClose} />}
    </Dialog>
  )
}

type FormProps = { readonly onAdded: (added: AddedPerson) => void; readonly onBack: () => void }

function PersonForm({ onAdded, onBack }: FormProps) {
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [roles, setRoles] = useState<readonly Role[]>([])
  const [hasAccount, setHasAccount] = useState(true)
  const { start, isUnderWay, failure } = useAddPerson(onAdded)
  const wait = useWait(failure)
  const refusal =
    name.trim() === ''
      ? 'Say their name.'
      : couldBeEmail(email)
        ? stepRefusal(isUnderWay, wait)
        : 'Say their email.'
  return (
    <Form
      onSubmit={() => {
        if (refusal !== undefined) return
        start({ name: name.trim(), email: emailText(email), roles: [...roles], local_account: hasAccount })
      }}
    >
      <FormField label="Name">
        {(wiring) => (
          <input
            {...wiring}
            ref={autofocus}
            autoComplete="off"
            maxLength={1024}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </FormField>
      <FormField label="Email" hint="By this they sign in. It is their id too.">
        {(wiring) => (
          <input
            {...wiring}
            type="text"
            inputMode="email"
            autoCapitalize="none"
            spellCheck={false}
            autoComplete="off"
            maxLength={320}
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        )}
      </FormField>
      <RoleChoice chosen={roles} onChoose={setRoles} />
      <Checkbox checked={hasAccount} onChange={setHasAccount}>
        They sign in here, with a password that they set by a link
      </Checkbox>
      {failure && <StepProblem title="Not added." failure={failure} wait={wait} />}
      <FormFoot>
        <Button type="submit" look="primary" refusal={refusal}>
          Add the person
        </Button>
        <Button onClick={onBack}>Back</Button>
      </FormFoot>
    </Form>
  )
}

function Added({
  added: { person, link },
  onClose,
}: {
  readonly added: AddedPerson
  readonly onClose: () => void
}) {
  return (
    <FormParts label="Added">
      <p>
        <Foreign text={nameOf(person)} /> is in the directory.{' '}
        <Link to={personPath(person)}>Open their page</Link>
      </p>
      {link && <HandOver link={link} name={nameOf(person)} />}
      <FormFoot>
        <Button ref={focusAtOnce} onClick={onClose}>
          Done
        </Button>
      </FormFoot>
    </FormParts>
  )
}
