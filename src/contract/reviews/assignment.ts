import * as z from 'zod/mini'

/*
 * Why a row has no reviewer, and what is asked about once more before a review with such rows is published. Ours: the
 * vendor leaves rows unassigned without saying so.
 */

/** Why a row has no reviewer, each reason in words that follow "because". */
export const unassignedReasons = {
  NOBODY_ASKED: 'no reviewer was chosen and the import names none',
  NO_MANAGER: 'no manager is named',
  NO_OWNER: 'no owner is named',
  UNKNOWN: 'somebody is not in the directory',
  NO_ROLE: 'somebody has no role that may decide',
  DENIED: 'somebody is on the reviewer deny list',
  OWN_ACCESS: 'it is somebody’s own access',
  BUILT_IN: 'the built-in account reviews nothing',
  TAKEN_OFF: 'the reviewers were removed',
  NOT_RECORDED: 'that is not recorded',
} as const
export type UnassignedReason = keyof typeof unassignedReasons

/** What keeps one person from being a reviewer, in words that follow their name. */
export const personProblems = {
  UNKNOWN: 'is not in the directory',
  NO_ROLE: 'has no role that may decide',
  DENIED: 'is on the reviewer deny list',
  OWN_ACCESS: 'is the person whose access this row is about',
  BUILT_IN: 'is the built-in account, which reviews nothing',
} as const satisfies Partial<Record<UnassignedReason, string>>
export type PersonProblem = keyof typeof personProblems

/** The words for a `PersonProblem`, to follow a name. Also for one that a newer server knows and this page does not. */
export function problemText(problem: string): string {
  const words: Readonly<Record<string, string>> = personProblems
  return words[problem] ?? `may not review (${problem})`
}

/**
 * How many rows there are, how many have no reviewer, and why. `reasons` groups the rows without a reviewer by their
 * set of reasons; its `rows` add up to `unassigned`.
 */
export const AssignmentCount = z.looseObject({
  rows: z.number(),
  unassigned: z.number(),
  reasons: z.array(z.looseObject({ reasons: z.array(z.string()), rows: z.number() })),
})
export type AssignmentCount = z.output<typeof AssignmentCount>

/** `UnassignedReason`s in words with commas between. One that this version does not know stands by its own name. */
export function reasonsText(reasons: readonly string[]): string {
  const words: Readonly<Record<string, string>> = unassignedReasons
  return reasons.map((reason) => words[reason] ?? reason).join(', ')
}

/** What a person has to confirm before a review is published that looks incomplete. */
export const publishDoubts = ['UNASSIGNED_ROWS', 'NOBODY_REVIEWS', 'NO_DUE_DATE'] as const
export type PublishDoubt = (typeof publishDoubts)[number]

type Doubted = Pick<AssignmentCount, 'rows' | 'unassigned'> & { readonly due_date: string | null }

/**
 * The doubts about publishing a review with these counts and this due date, each with a sentence; empty where there
 * are none.
 */
export function doubtsOf({
  rows,
  unassigned,
  due_date,
}: Doubted): readonly { readonly doubt: PublishDoubt; readonly sentence: string }[] {
  const nobody = unassigned > 0 && unassigned === rows
  return [
    ...(unassigned > 0 && !nobody
      ? [{ doubt: 'UNASSIGNED_ROWS' as const, sentence: `${countOf(unassigned, rows)} no reviewer.` }]
      : []),
    ...(nobody ? [{ doubt: 'NOBODY_REVIEWS' as const, sentence: 'No row has a reviewer.' }] : []),
    ...(due_date === null
      ? [{ doubt: 'NO_DUE_DATE' as const, sentence: 'There is no due date: it never ends by itself.' }]
      : []),
  ]
}

/** What a person has to confirm before a change of the reviewers of a published review leaves rows without any. */
export const editDoubts = ['UNASSIGNED_ROWS', 'NOBODY_REVIEWS'] as const
export type EditDoubt = (typeof editDoubts)[number]

/**
 * The doubt about a change of reviewers that leaves so many rows without any, with a sentence; undefined where it
 * leaves none.
 */
export function editDoubtOf({
  rows,
  unassigned,
}: Pick<AssignmentCount, 'rows' | 'unassigned'>):
  | { readonly doubt: EditDoubt; readonly sentence: string }
  | undefined {
  if (unassigned === 0) return undefined
  const counts = `${unassigned.toLocaleString('en')} of ${rows.toLocaleString('en')} rows`
  return {
    doubt: unassigned === rows ? 'NOBODY_REVIEWS' : 'UNASSIGNED_ROWS',
    sentence: `${counts} would have no reviewer.`,
  }
}

function countOf(unassigned: number, rows: number): string {
  return `${unassigned.toLocaleString('en')} of ${rows.toLocaleString('en')} rows ${unassigned === 1 ? 'has' : 'have'}`
}
