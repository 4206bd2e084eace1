import * as z from 'zod/mini'
import { WorkflowUser } from '#contract/people.ts'
import { forgetText, keepText, keptText, type TextPlace } from '#ui/kept-text.ts'
import { type Draft, type EditDraft, emptyDraft } from './draft.ts'

/** Whether nothing is filled in. */
export function isEmpty(draft: Draft): boolean {
  return JSON.stringify(draft) === JSON.stringify(emptyDraft)
}

/** The review that somebody began to fill in and did not create, whole; undefined where there is none. */
export function keptDraft(place: TextPlace): Draft | undefined {
  const { text } = keptText(place, '')
  return text === '' ? undefined : readDraft(text)
}

/** Keeps all that is filled in so far. */
export function keepDraft(place: TextPlace, draft: Draft): void {
  if (isEmpty(draft)) forgetText(place)
  else keepText(place, '', JSON.stringify(draft))
}

/** All of a draft or nothing: half of one would look like something that was filled in so. */
function readDraft(text: string): Draft | undefined {
  try {
    const stored: unknown = JSON.parse(text)
    if (!isObject(stored)) return undefined
    const fields = Object.entries(emptyDraft)
    if (!fields.every(([name, empty]) => typeof stored[name] === typeof empty)) return undefined
    const { reviewers, fallback_reviewers } = stored
    if (!Array.isArray(reviewers) || !Array.isArray(fallback_reviewers)) return undefined
    const people = (list: readonly unknown[]) => list.map((person) => WorkflowUser.parse(person))
    return {
      ...(stored as Draft),
      reviewers: people(reviewers),
      fallback_reviewers: people(fallback_reviewers),
    }
  } catch {
    // Tampered with, or written by another version: nothing is kept then.
    return undefined
  }
}

/** Changes of a review that were not saved, whole, and how it stood when they were made. */
export type KeptEdit = { readonly before: EditDraft; readonly draft: EditDraft }

const StoredDraft = z.object({
  name: z.string(),
  notes: z.string(),
  due: z.string(),
  reviewers: z.array(WorkflowUser),
})
const StoredEdit = z.object({ before: StoredDraft, draft: StoredDraft })

/** The changes that somebody made to a review and did not save; undefined where there are none. */
export function keptEdit(place: TextPlace): KeptEdit | undefined {
  const { text } = keptText(place, '')
  if (text === '') return undefined
  try {
    return StoredEdit.parse(JSON.parse(text))
  } catch {
    // Tampered with, or written by another version: nothing is kept then.
    return undefined
  }
}

/** Keeps all the changes of a review that are made so far. */
export function keepEdit(place: TextPlace, edit: KeptEdit): void {
  keepText(place, '', JSON.stringify(edit))
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
