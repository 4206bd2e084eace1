import { isolated } from '#std/isolate.ts'

/** The message of a cause on one line, with `…` where its events differ; its id while that is not known. */
export function causeInShort(cause_id: string, message: string | undefined): string {
  if (message === undefined) return isolated(cause_id)
  if (message.trim() === '') return 'no message'
  return isolated(message.replaceAll(/⟨[a-z]+⟩/g, '…'))
}
