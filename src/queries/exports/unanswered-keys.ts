import type { Client } from '#client/client.ts'
import type { Failure } from '#contract/errors.ts'
import { newIdempotencyKey } from '#decisions/row-change.ts'
import type { ExportFormat, ExportTarget } from './export-request.ts'

/** The key that an export is asked for under, kept until the server has answered. */
export type UnansweredKey = { readonly key: string; readonly answered: () => void }

const byClient = new WeakMap<Client, Map<string, string>>()

/**
 * The key of a request for an export: the same for the same filter, order and format for as long as no answer has come,
 * wherever it is asked for again, so that what was made and not heard of is not made twice.
 */
export function unansweredKey(client: Client, target: ExportTarget, format: ExportFormat): UnansweredKey {
  const keys = byClient.get(client) ?? new Map<string, string>()
  byClient.set(client, keys)
  const request = JSON.stringify([target, format], sorted)
  const key = keys.get(request) ?? newIdempotencyKey()
  keys.set(request, key)
  return { key, answered: () => void keys.delete(request) }
}

/** Writes the parts of an object in one order, however it was put together. */
function sorted(_: string, part: unknown): unknown {
  if (typeof part !== 'object' || part === null || Array.isArray(part)) return part
  return Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => a.localeCompare(b)))
}

/** Whether a failure is the server's own refusal. Else the request may have been carried out: its answer got lost, or broke. */
export function isAnswer({ status }: Failure): boolean {
  return status >= 400 && status < 500
}
