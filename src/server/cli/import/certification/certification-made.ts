import type { SnapshotSummary } from '../../../store/reviews/access/snapshot-summary.ts'
import type { AssignmentTold } from './unassigned-rows.ts'

/** What became of the rows. */
export type CertificationMade = Pick<
  SnapshotSummary,
  'rows' | 'merged' | 'differing' | 'unknownReviewers'
> & {
  /** Undefined for a dry run that would make one. */
  readonly certification_id: string | undefined
  /** Where the lines that differ are listed. */
  readonly report: string
  /** What is done where this very import was made before; nothing else is new then. */
  readonly repeated: Repeated | undefined
  /** Whether it is a draft because lines were rejected, and nothing that was said lets it go. */
  readonly held: boolean
  /** Whether it is a draft because nobody reviews some of its rows, and nothing that was said lets it go. */
  readonly heldUnassigned: boolean
  /** The options that publish a draft which is held back, when they are said together. */
  readonly publishedBy: readonly string[]
  readonly assignment: AssignmentTold
  /** The certification that this one took the place of. */
  readonly replaced: string | undefined
  /** The due date that it has from the one that it took the place of, in RFC 3339 and UTC. */
  readonly keptDue: string | undefined
  readonly workflow: string
  readonly name: string
  /** Whether it was asked to be a draft. */
  readonly draft: boolean
  /** Whether somebody owns its workflow. */
  readonly owned: boolean
}

/** What is done for an import that was made before. */
export type Repeated = {
  readonly publishes: boolean
  /** Whether its workflow, which had none, gets an owner. */
  readonly givesOwner: boolean
}

/** The options that let a draft go which is held back for these reasons. */
export function lettingGo({ held, heldUnassigned }: Pick<CertificationMade, 'held' | 'heldUnassigned'>) {
  return [
    ...(held ? (['--accept-rejects'] as const) : []),
    ...(heldUnassigned ? (['--allow-unassigned'] as const) : []),
  ]
}
