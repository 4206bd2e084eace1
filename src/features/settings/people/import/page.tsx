import { useState } from 'react'
import { Link } from 'react-router'
import { type Role, roles } from '#contract/permissions.ts'
import type { DirectoryChanges } from '#contract/session/people-calls.ts'
import { usePreview } from '#queries/directory/change-people.ts'
import { focusAtOnce } from '#ui/autofocus.ts'
import { Button } from '#ui/button.tsx'
import { ButtonRow } from '#ui/button-row.tsx'
import { Form } from '#ui/form.tsx'
import { FormField } from '#ui/form-field.tsx'
import { StepProblem, stepRefusal, useWait } from '#ui/step-problem.tsx'
import { peoplePath } from '../address.ts'
import { FileChoice } from './file-choice.tsx'
import { changesText, Preview } from './preview.tsx'
import { PutIn } from './put-in.tsx'

/** Puts a directory file in: the file, what it would change, and a press that says so. */
export function ImportPage() {
  const [file, setFile] = useState('')
  const [role, setRole] = useState<Role | ''>('')
  const [seen, setSeen] = useState<DirectoryChanges>()
  const [done, setDone] = useState<DirectoryChanges>()
  const { start, isUnderWay, failure } = usePreview(setSeen)
  const wait = useWait(failure)
  const change = (next: () => void) => {
    next()
    setSeen(undefined)
    setDone(undefined)
  }
  const refusal = file.trim() === '' ? 'Choose a file, or paste its text.' : stepRefusal(isUnderWay, wait)
  return (
    <>
      <Link to={peoplePath}>All people</Link>
      <p>
        CSV with a line of names, or NDJSON:{' '}
        <code>user_type, id, email, name, manager_id, manager_type, roles</code> (roles with ; between them).
        What a file leaves out stays as it is, and who is not in it stays too.
      </p>
      <output>
        {done && (
          <span tabIndex={-1} ref={focusAtOnce}>
            Done. {changesText(done)}.
          </span>
        )}
      </output>
      <Form
        onSubmit={() => {
          if (refusal === undefined) start({ file, role })
        }}
      >
        <FileChoice text={file} onText={(text) => change(() => setFile(text))} />
        <FormField label="Role for those who have none after it">
          {(wiring) => (
            <select
              {...wiring}
              value={role}
              onChange={(event) =>
                change(() => setRole(roles.find((each) => each === event.target.value) ?? ''))
              }
            >
              <option value="">None</option>
              {roles.map((each) => (
                <option key={each}>{each}</option>
              ))}
            </select>
          )}
        </FormField>
        {failure && <StepProblem title="No preview." failure={failure} wait={wait} />}
        <ButtonRow>
          <Button type="submit" look={seen ? 'plain' : 'primary'} refusal={refusal}>
            {isUnderWay ? 'Reading …' : 'Show what changes'}
          </Button>
        </ButtonRow>
      </Form>
      {seen && (
        <>
          <Preview changes={seen} />
          <PutIn
            input={{ file, role, preview: seen.preview }}
            changes={seen}
            onDone={(changes) => {
              setDone(changes)
              setSeen(undefined)
              setFile('')
            }}
          />
        </>
      )}
    </>
  )
}
