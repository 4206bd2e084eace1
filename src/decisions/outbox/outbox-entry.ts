import * as z from 'zod/mini'
import { WorkflowUser } from '#contract/people.ts'
import type { Result } from '#contract/reviews/result.ts'
import { decisions } from '#contract/reviews/review-enums.ts'
import { type Changeable, partOf, type RowChange } from '../row-change.ts'

/** A row of a certification. */
export type RowRef = { readonly certification_id: string; readonly result_id: number }

/** The two ids of a row, without anything else that the object holds. */
export function rowRefOf({ certification_id, result_id }: RowRef): RowRef {
  return { certification_id, result_id }
}

/** A row as one text, for the key of a map. */
export function rowText({ certification_id, result_id }: RowRef): string {
  return `${result_id} ${certification_id}`
}

/** The part of a row that changes are made on, as last read from the server. */
export type Base = Pick<Result, Changeable | 'version'>

/** What other screens show of an unsent change: the row's name, and when decisions stop to count. */
export type About = {
  /** What the row is called. */
  readonly name: string
  /** When decisions of its certification stop to count, in milliseconds since 1970; undefined where they do not. */
  readonly due: number | undefined
}

/** One unsent change of a row. */
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

/** The schema of a base that was stored or sent by another tab. */
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

/** The part of an entry that is encrypted: everything but its number, its key and its row. */
export type Content = Pick<Entry, 'change' | 'base' | 'after' | 'at' | 'name' | 'due'>

/** The part of an entry that is encrypted. */
export function contentOf({ change, base, after, at, name, due }: Entry): Content {
  return { change, base, after, at, name, due }
}

/** Reads a decrypted entry; undefined when it is not in this page's format. */
export function readContent(content: unknown): Content | undefined {
  const read = Content.safeParse(content)
  if (!read.success) return undefined
  const { change, after, due, ...rest } = read.data
  return { ...rest, change: withoutUndefined(change), after, due }
}

/** Reads a change that was stored or sent by another tab; undefined when it is none. */
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

/** The row as an entry leaves it. Its version is not known before the server has answered. */
export function baseAfter({ base, change }: Pick<Entry, 'base' | 'change'>): Base {
  return { ...base, ...partOf(change) }
}

/** The part of a row that changes are made on. */
export function baseOf({ decision, notes, signed_off_state, reviewers, version }: Base): Base {
  return { decision, notes, signed_off_state, reviewers, version }
}

/** The newer of two bases of the same row. */
export function newerBase(a: Base | undefined, b: Base): Base {
  return a && a.version > b.version ? a : b
}
