import { type FormEvent, useId, useState } from 'react'
import type { Certification } from '#contract/reviews/certification.ts'
import { sameUser, type WorkflowUser } from '#contract/people.ts'
import { sortOut, useStanding } from '#queries/reviews/standing.ts'
import type { CertificationSteps } from '#queries/reviews/use-review.ts'
import { useSession } from '#queries/session/use-session.ts'
import { forgetText, textPlace } from '#ui/kept-text.ts'
import { useKeptText } from '#ui/use-kept-text.ts'
import { focusAtOnce } from '#ui/autofocus.ts'
import { Button } from '#ui/button.tsx'
import { ChosenPeople } from '../decide/chosen-people.tsx'
import action from '../decide/row-action.module.css'
import styles from '../screen/details-panel.module.css'
import { LeavingOut } from './leaving-out-confirmation.tsx'
import { PeoplePicker } from '../decide/people-picker.tsx'
import { rememberReviewers } from '../decide/recent-reviewers.ts'

type Props = {
  readonly certification: Certification
  readonly steps: CertificationSteps
  readonly onDone: () => void
}

/** Changes what a review is called and says, until when it runs, and who reviews its rows. */
export function EditForm({ certification: present, steps, onDone }: Props) {
  const id = useId()
  // As it stood when the form opened: it is read again meanwhile.
  const [certification] = useState(present)
  const [name, setName] = useState(certification.name)
  const place = textPlace(useSession()?.actor.user, certification.certification_id, 'notes')
  const { text: notes, write, hint } = useKeptText(place, certification.notes)
  const [due, setDue] = useState(localText(certification.due_date))
  const [people, setPeople] = useState<readonly WorkflowUser[]>(certification.reviewers)
  const added = people.filter((one) => !certification.reviewers.some((two) => sameUser(one, two)))
  const samePeople = added.length === 0 && people.length === certification.reviewers.length
  const { leaving, staying } = sortOut(people, useStanding(certification.certification_id).value)
  const [asking, setAsking] = useState(false)

  function submit(event: FormEvent) {
    event.preventDefault()
    if (!samePeople && leaving.length > 0) setAsking(true)
    else save()
  }

  function save() {
    const due_date = due === '' ? null : new Date(due).toISOString()
    const change = {
      ...(name === certification.name ? {} : { name }),
      ...(notes === certification.notes ? {} : { notes }),
      ...(due === localText(certification.due_date) ? {} : { due_date }),
      ...(samePeople ? {} : { reviewers: staying.map(({ user_type, id }) => ({ user_type, id })) }),
    }
    rememberReviewers(added)
    steps.take({ kind: 'edit', change, version: certification.version }, () => {
      forgetText(place)
      onDone()
    })
  }

  return (
    <form className={styles.form} onSubmit={submit}>
      <label htmlFor={`${id}-name`}>Name</label>
      <input
        ref={focusAtOnce}
        id={`${id}-name`}
        type="text"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <label htmlFor={`${id}-notes`}>Notes</label>
      <textarea
        id={`${id}-notes`}
        rows={3}
        value={notes}
        aria-describedby={`${id}-kept`}
        onChange={(event) => write(event.target.value)}
      />
      <p id={`${id}-kept`} className={action.hint}>
        {hint}
      </p>
      <label htmlFor={`${id}-due`}>Due, in the time of this device</label>
      <input
        id={`${id}-due`}
        type="datetime-local"
        value={due}
        onChange={(event) => setDue(event.target.value)}
      />
      <fieldset className={action.field}>
        <legend>Reviewers</legend>
        <ChosenPeople
          people={people}
          none={samePeople ? 'Nobody for the whole review; rows have reviewers of their own.' : 'Nobody.'}
          leaving={leaving}
          onChange={setPeople}
        />
        {!samePeople && <p className={action.hint}>{consequence(present)}</p>}
        <PeoplePicker without={people} onPick={(person) => setPeople([...people, person])} />
      </fieldset>
      {asking && leaving.length > 0 ? (
        <LeavingOut
          leaving={leaving}
          nobodyStays={staying.length === 0}
          onConfirm={save}
          onBack={() => setAsking(false)}
        />
      ) : (
        <div className={styles.actions}>
          <Button type="submit" look="primary" disabled={steps.busy}>
            Save
          </Button>
          <Button onClick={onDone}>Cancel</Button>
        </div>
      )}
    </form>
  )
}

/** A time as a `datetime-local` field takes it: to the minute, in the time of this device. */
function localText(time: string | null): string {
  if (time === null) return ''
  const at = new Date(time)
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

/** What changing the reviewers does to the rows. */
function consequence({ total_result_count, total_signed_off_count }: Certification): string {
  const open = total_result_count - total_signed_off_count
  return `Saving gives these reviewers to ${open.toLocaleString('en')} rows, all that are not signed off, in place of those they have now.`
}
