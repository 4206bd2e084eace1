import { isolated } from '#std/isolate.ts'

/** A part of a cause's message: what its events say, or the word for what differs there. */
export type MessagePart = { readonly text: string; readonly isMark: boolean }

const mark = /⟨([a-z]+)⟩/

/** A cause's message in its parts, marks (`⟨name⟩`) by themselves. */
export function messageParts(message: string): readonly MessagePart[] {
  return message
    .split(mark)
    .map((text, place) => ({ text, isMark: place % 2 === 1 }))
    .filter(({ text }) => text !== '')
}

/** A cause's message where there can be text alone: `User … was not in group …`. */
export function messageText(message: string): string {
  if (message.trim() === '') return 'Failed without a message'
  return isolated(message.replaceAll(new RegExp(mark, 'g'), '…'))
}
