import type { Readable } from 'node:stream'
import type { FailureOutcome } from '#contract/activity/failures.ts'
import type { ExportFormat, ExportJob } from '#contract/export-job.ts'
import type { ExportPreview, OwnExport } from '#contract/own-exports.ts'
import type { ActionEventOrderField } from '#contract/fields.ts'
import type { Order } from '#contract/order.ts'
import type { Actor } from '#contract/permissions.ts'
import type { EventSelection } from './event-selection.ts'
import type { FailuresOfCause } from './failures.ts'
import type { ResultQuery } from './reviews/reviews.ts'

/** Action events that are to be made a file of. */
export type WantedExport = EventSelection & {
  readonly order: Order<ActionEventOrderField>
  readonly format: ExportFormat
  /** Whether JSONL is made beside, for the pack. */
  readonly jsonl?: boolean
}

/** Identities that a cause struck, of which a file is to be made; `became` undefined means all. */
export type WantedIdentitiesExport = FailuresOfCause & {
  readonly became: FailureOutcome | undefined
  readonly format: Exclude<ExportFormat, 'JSONL'>
}

/** Under which key of the person an export was asked for, and what makes another request of the same words. */
export type ExportKey = { readonly key: string; readonly fingerprint: Buffer }

/** A file that lies ready to be sent, whole or in part. */
export type StoredFile = {
  readonly size: number
  /** The same for the same bytes. */
  readonly tag: string
  /** The bytes from `start` to `end`, both of them included, in pieces: each holds until the next one is asked for. */
  read(start: number, end: number): AsyncIterable<Buffer>
}

/** What is saved of an export. */
export type ExportedFile = { readonly format: ExportFormat; readonly name: string; readonly file: StoredFile }

/** A finished export with what proves that it is whole, which is read while it is sent. */
export type Pack = { readonly name: string; readonly content: Readable }

/**
 * Exports of one kind. Who did not make one and is no admin is told of it what is told of one that does not exist: `Refused`
 * NotFound.
 */
type ExportsOf<Wanted, Previewed> = {
  /** What `make` would come to now. Throws as it does for what is not there. */
  preview(wanted: Previewed, actor: Actor): Promise<ExportPreview>
  /**
   * Has files made of what is there then. Throws `Refused`: KeyReused, ResourceExhausted where too many of the person's wait,
   * FailedPrecondition where there is no room for the files, InvalidArgument for more rows than a sheet of XLSX holds,
   * PermissionDenied where the person may not take this away, as a session more than the demonstration.
   */
  make(
    wanted: Wanted,
    actor: Actor,
    key: ExportKey | undefined,
  ): Promise<{ readonly id: string; readonly replayed: boolean }>
  find(id: string, actor: Actor): Promise<ExportJob>
  /** Stops an export. One that is over stays as it is; the answer says what became of it. */
  cancel(id: string, actor: Actor): Promise<ExportJob>
  /**
   * A file of a finished export and the name to save it under. Throws `Refused`: FailedPrecondition for any other,
   * PermissionDenied where the person may not take it away any more.
   */
  open(id: string, actor: Actor, part?: 'rows' | 'history'): Promise<ExportedFile>
  /** The same for all of its files, their manifest and its signature, for who holds the permission of this kind. */
  openPack(id: string, actor: Actor): Promise<Pack>
}

export type Exports = ExportsOf<WantedExport, EventSelection> & {
  /** The same as `make` of the identities that a cause struck; NotFound where no event has it. */
  makeIdentities(
    wanted: WantedIdentitiesExport,
    actor: Actor,
    key: ExportKey | undefined,
  ): Promise<{ readonly id: string; readonly replayed: boolean }>
}

/** Rows of a certification that are to be made files of, with their logs. */
export type WantedReviewExport = ResultQuery & {
  readonly certification_id: string
  readonly format: 'CSV' | 'XLSX'
  /** The name of the sheet. */
  readonly title: string | undefined
  /** Another certification that the rows are compared with; undefined for the one that they were compared with when gathered. */
  readonly previous_certification_id?: string | undefined
}

/** Exports of reviews hold what their maker sees. Finding one asks again whether the caller sees every row of it. */
export type ReviewExports = ExportsOf<
  WantedReviewExport,
  ResultQuery & Pick<WantedReviewExport, 'certification_id'>
>

/** The exports of one person, of every kind that they may still take away. */
export type OwnExports = {
  /** The newest first, and whether there are more than are listed. */
  list(actor: Actor): Promise<{ readonly exports: readonly OwnExport[]; readonly more: boolean }>
  /** Emits the person's exports as they change, until the signal is aborted. Returns once it listens. */
  watch(actor: Actor, emit: (changed: OwnExport) => void, signal: AbortSignal): Promise<void>
  /** Stops an export of any kind, as `cancel` of its kind does. Throws `Refused` NotFound as that does. */
  cancel(id: string, actor: Actor): Promise<ExportJob>
}
