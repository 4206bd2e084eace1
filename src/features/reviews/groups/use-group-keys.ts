import type { KeyboardEvent } from 'react'
import { headerOf, isHeader } from '#table/grid/group-lines.ts'
import { isolated } from '#std/isolate.ts'
import { commandsWait, pressOf, takesText } from '#ui/guard-keys.ts'
import { type Command, commandOf } from '../state/commands.ts'
import { mayChangeRows, useReview, useReviewList } from '../state/review-provider.ts'
import { groupMoves } from './group-moves.ts'
import type { AskGroup, GroupAction } from './use-ask-group.ts'
import type { Groups } from './use-groups.ts'

const groupActions = new Map<Command, GroupAction>([
  ['accept', 'accept'],
  ['reject', 'reject'],
  ['note', 'note'],
  ['sign off', 'sign off'],
])

/**
 * The keys of a grouped list, heard before those of its table: steps over rows and headers and from group to group, opening and
 * closing, and with Shift what is asked of the rows of a group.
 */
export function useGroupKeys(groups: Groups, { ask, choose }: AskGroup) {
  const { lines, folding, nameOf } = groups
  const { viewer, choice } = useReview()
  const { rows, work, letters } = useReviewList()
  const { active } = work.place
  const { step, arrow } = groupMoves(groups, active, work.keys.onPastEnd)

  /** Marks a header and says which, where no group is marked that can be seen. */
  function groupAsked(again: string): number | undefined {
    const marked = active.get()
    const group = lines.groupOf(marked ?? active.firstInView())
    if (marked !== undefined && active.isInView(marked)) return group
    active.moveTo(headerOf(group))
    commandsWait()
    work.say(`Marked: the group ${isolated(nameOf(group))}. ${again}`)
    return undefined
  }

  function onGroup(command: Command): boolean {
    const action = groupActions.get(command)
    if (!action) return false
    if (rows.stale) return refuse('These are the rows of the list before. Nothing was done.')
    if (!mayChangeRows(viewer)) return refuse('You may look at this review, not change it.')
    const group = groupAsked(`Press Shift+${command[0]?.toUpperCase()} again to ask about its rows.`)
    if (group !== undefined) ask(group, action)
    return true
  }

  function onHeader(command: Command, group: number): boolean {
    // With rows chosen, letters are for these.
    if (choice.get() && groupActions.has(command)) return false
    switch (command) {
      case 'accept':
      case 'reject':
      case 'note':
      case 'sign off':
        return refuse(
          `This is a group; press Shift+${command[0]?.toUpperCase()} to ask about its rows together.`,
        )
      case 'choose':
        if (!mayChangeRows(viewer)) return refuse('You may look at this review, not change it.')
        choose(group)
        return true
      case 'open':
        folding.setOpen(group, !folding.isOpen(group))
        return true
      default:
        return false
    }
  }

  function refuse(text: string): true {
    work.say(text)
    return true
  }

  function letter(event: KeyboardEvent): boolean {
    const command = commandIn(event.nativeEvent)
    if (!command) return false
    if (event.shiftKey) return onGroup(command)
    if (command === 'next row') return step(1)
    if (command === 'previous row') return step(-1)
    const marked = active.get()
    if (marked === undefined || !isHeader(marked) || !active.isInView(marked)) return false
    return onHeader(command, lines.groupOf(marked))
  }

  return (event: KeyboardEvent): void => {
    const { target, ctrlKey, metaKey, shiftKey, altKey } = event
    if (event.defaultPrevented || ctrlKey || metaKey) return
    if (!(target instanceof Element) || takesText(target) || target.closest('dialog')) return
    const onTable = target.matches('[data-grid]')
    const taken = (onTable && !shiftKey && arrow(event)) || (letters && !altKey && letter(event))
    if (!taken) return
    event.preventDefault()
    event.stopPropagation()
  }
}

/** The command of a letter, whether Shift is held or not. */
function commandIn(event: KeyboardEvent['nativeEvent']): Command | undefined {
  const { key, code, isComposing, ctrlKey, metaKey, altKey } = event
  const altGraph = event.getModifierState('AltGraph')
  const facts = { key, code, isComposing, ctrlKey, metaKey, altKey, altGraph, shiftKey: false }
  return commandOf(facts, pressOf(event), 'table')
}
