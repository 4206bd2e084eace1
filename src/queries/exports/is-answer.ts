import type { Failure } from '#contract/errors.ts'

/** Whether a failure is the server's own refusal. Else the request may have been carried out: its answer got lost, or broke. */
export function isAnswer({ status }: Failure): boolean {
  return status >= 400 && status < 500
}
