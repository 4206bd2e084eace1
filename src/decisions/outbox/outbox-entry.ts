import * as z from 'zod/mini'
import { WorkflowUser } from '#contract/people.ts'
import type { Result } from '#contract/reviews/result.ts'
import { decisions } from '#contract/reviews/review-enums.ts'
import { type Changeable, partOf, type RowChange } from '../row-change.ts'

/** Which row of which certification. */
export type RowRef = { readonly certification_id: string; readonly result_id: number }

/** The row that something is about, and nothing else of it. */
export function rowRefOf({ certification_id, result_id }: RowRef): RowRef {
  return { certification_id, result_id }
}

/** A row as the key of a map. */
export function rowText({ certification_id, result_id }: RowRef): string {
  return `${result_id} ${certification_id}`
}

/** A row as the server is known to have it, so far as changes of it are concerned. */
export type Base = Pick<Result, Changeable | 'version'>

/** What a reader may want to know of a change that is still to be sent, whichever screen is open. */
export type About = {
  /** What the row is called. */
  readonly name: string
  /** When decisions of its certification stop to count, in milliseconds since 1970; undefined where they do not. */
  readonly due: number | undefined
}

/** One change of a row on its way to the server. */
export type Entry = RowRef &
  About & {
    /** Its place among all changes of the person, taken as the button was pressed. */
    readonly n: number
    /** Its idempotency key: every request for it carries the same. */
    readonly key: string
    readonly change: RowChange
    /** The row as it was seen, earlier changes that were still on their way included. */
    readonly base: Base
    /** The key of the change of the row before it where that was on its way: its answer names the version to take. */
    readonly after: string | undefined
    /** When the button was pressed, by the clock of the outbox, in milliseconds since 1970. */
    readonly at: number
  }

/** A base as it is kept on the device and told to other tabs. */
export const StoredBase = z.object({
  decision: z.string(),
  notes: z.string(),
  signed_off_state: z.string(),
  reviewers: z.array(WorkflowUser),
  version: z.number(),
})

const StoredChange = z.object({
  decision: z.optional(z.enum(decisions)),
  notes: z.optional(z.string()),
  signed_off_state: z.optional(z.literal('SIGNED_OFF')),
  reviewers: z.optional(z.array(WorkflowUser)),
})

const Content = z.object({
  change: StoredChange,
  base: StoredBase,
  after: z.optional(z.string()),
  at: z.number(),
  name: z.string(),
  due: z.optional(z.number()),
})

/** What of an entry is a secret: everything but its number, its key and its row. */
export type Content = Pick<Entry, 'change' | 'base' | 'after' | 'at' | 'name' | 'due'>

/** The secret part of an entry. */
export function contentOf({ change, base, after, at, name, due }: Entry): Content {
  return { change, base, after, at, name, due }
}

/** Reads what was decrypted; undefined where it is not what this page writes. */
export function readContent(content: unknown): Content | undefined {
  const read = Content.safeParse(content)
  if (!read.success) return undefined
  const { change, after, due, ...rest } = read.data
  return { ...rest, change: withoutUndefined(change), after, due }
}

/** Reads a change that was written by this page, or told by another tab; undefined where it is none. */
export function readChange(content: unknown): RowChange | undefined {
  const read = StoredChange.safeParse(content)
  return read.success ? withoutUndefined(read.data) : undefined
}

function withoutUndefined(change: z.output<typeof StoredChange>): RowChange {
  const { decision, notes, signed_off_state, reviewers } = change
  return {
    ...(decision === undefined ? {} : { decision }),
    ...(notes === undefined ? {} : { notes }),
    ...(signed_off_state === undefined ? {} : { signed_off_state }),
    ...(reviewers === undefined ? {} : { reviewers }),
  }
}

/** The row as it stands after an entry, of a version that only the server knows. */
export function baseAfter({ base, change }: Pick<Entry, 'base' | 'change'>): Base {
  return { ...base, ...partOf(change) }
}

/** What of a row belongs to its base. */
export function baseOf({ decision, notes, signed_off_state, reviewers, version }: Base): Base {
  return { decision, notes, signed_off_state, reviewers, version }
}

/** Of two pictures of a row the one that knows more of it. */
export function newerBase(one: Base | undefined, other: Base): Base {
  return one && one.version > other.version ? one : other
}
