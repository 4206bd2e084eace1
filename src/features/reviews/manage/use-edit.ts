import { useState } from 'react'
import type { Certification } from '#contract/reviews/certification.ts'
import { useSession } from '#queries/session/session.ts'
import { forgetText, textPlace } from '#ui/kept-text.ts'
import { changedFields, type EditDraft, editDraftOf } from './draft.ts'
import { keepEdit, type KeptEdit, keptEdit } from './kept-draft.ts'

/**
 * What is being changed of a certification, kept on this device as a whole until it is saved or dropped. `zone` (IANA
 * name) is that of the due date.
 */
export function useEdit(certification: Certification, zone: string) {
  // As it stood when the form opened: it is read again meanwhile.
  const [seen] = useState(certification)
  const [before] = useState(() => editDraftOf(seen, zone))
  const place = textPlace(useSession()?.actor.user, seen.certification_id, 'edit')
  const [kept, setKept] = useState(() => changesOn(before, keptEdit(place)))
  const [draft, setDraft] = useState(kept?.draft ?? before)
  const forget = () => forgetText(place)
  const change = (next: Partial<EditDraft>) => {
    const now = { ...draft, ...next }
    setDraft(now)
    if (changedFields(before, now).length === 0) forget()
    else keepEdit(place, { before, draft: now })
  }
  const startAnew = () => {
    setKept(undefined)
    setDraft(before)
    forget()
  }
  return {
    seen,
    before,
    draft,
    change,
    isChanged: changedFields(before, draft).length > 0,
    /** Says that the changes were made before, where they were. */
    keptText: kept && keptTextOf(kept.changedSince),
    forget,
    startAnew,
  }
}

type Kept = {
  readonly draft: EditDraft
  /** What was changed here, and since then by others too. */
  readonly changedSince: readonly (keyof EditDraft)[]
}

/** Only what was changed is put on how the certification stands now: nobody's change of another field is undone. */
function changesOn(now: EditDraft, kept: KeptEdit | undefined): Kept | undefined {
  if (!kept) return undefined
  const fields = changedFields(kept.before, kept.draft)
  const draft = {
    ...now,
    ...Object.fromEntries(fields.map((field) => [field, kept.draft[field]])),
  }
  if (changedFields(now, draft).length === 0) return undefined
  const others = changedFields(kept.before, now)
  return { draft, changedSince: fields.filter((field) => others.includes(field)) }
}

const labels: Readonly<Record<keyof EditDraft, string>> = {
  name: 'Name',
  notes: 'Notes',
  due: 'Due',
  reviewers: 'Reviewers',
}

function keptTextOf(changedSince: readonly (keyof EditDraft)[]): string {
  const made = 'These are changes that you made before and did not save.'
  if (changedSince.length === 0) return made
  const fields = changedSince.map((field) => labels[field]).join(', ')
  return `${made} Since then somebody else has changed too: ${fields}. Saving replaces that.`
}
