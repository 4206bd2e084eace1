import type { Readable } from 'node:stream'
import type { ExportFormat, ExportJob } from '#contract/activity/export.ts'
import type { ActionEventOrderField } from '#contract/fields.ts'
import type { Order } from '#contract/order.ts'
import type { Actor } from '#contract/permissions.ts'
import type { Filter } from '#scim/ast.ts'

/** Action events that are to be made a file of. */
export type WantedExport = {
  /** Checked and in canonical form (`typed`); undefined means every event. */
  readonly filter: Filter | undefined
  readonly order: Order<ActionEventOrderField>
  readonly format: ExportFormat
}

/** Under which key of the person an export was asked for, and what makes another request of the same words. */
export type ExportKey = { readonly key: string; readonly fingerprint: Buffer }

/** The media types of the formats. */
export const mediaTypes = {
  CSV: 'text/csv',
  XLSX: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  JSONL: 'application/x-ndjson',
} as const satisfies Readonly<Record<ExportFormat, string>>

/** A file that lies ready to be sent, whole or in part. */
export type StoredFile = {
  readonly size: number
  /** The same for the same bytes. */
  readonly tag: string
  /** The bytes from `start` to `end`, both of them included. */
  read(start: number, end: number): Readable
}

/** What is saved of an export. */
export type ExportedFile = { readonly format: ExportFormat; readonly name: string; readonly file: StoredFile }

/**
 * Exports of action events. Who did not make one and is no admin is told of it what is told of one that does not exist:
 * `Refused` NotFound.
 */
export type Exports = {
  /**
   * Has a file made of what is in the log then. Throws `Refused`: KeyReused, ResourceExhausted where too many of the
   * person's wait, FailedPrecondition where there is no room for the file, InvalidArgument for more rows than a sheet of
   * XLSX holds, PermissionDenied for a session where there is more than the demonstration.
   */
  make(
    wanted: WantedExport,
    actor: Actor,
    key: ExportKey | undefined,
  ): Promise<{ readonly id: string; readonly replayed: boolean }>
  find(id: string, actor: Actor): Promise<ExportJob>
  /** Stops an export. One that is over stays as it is. */
  cancel(id: string, actor: Actor): Promise<ExportJob>
  /**
   * The file of a finished export and the name to save it under. Throws `Refused`: FailedPrecondition for any other,
   * PermissionDenied for a session where there is more than the demonstration.
   */
  open(id: string, actor: Actor): Promise<ExportedFile>
}
