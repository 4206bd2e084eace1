import { useEffectEvent, useLayoutEffect } from 'react'
import { pressOf, takesText } from '#ui/guard-keys.ts'
import { type Command, commandOf, type FocusPlace } from './commands.ts'

/** What commands do, by where the focus is; one that is not among them is answered elsewhere, or not at all. */
export type CommandRuns = { readonly [place in FocusPlace]?: PlaceRuns }
type PlaceRuns = { readonly [command in Command]?: () => void }

/** Runs commands as single keys ask for them. */
export function useCommands(runs: CommandRuns): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const place = focusPlaceOf(event.target)
    if (event.defaultPrevented || place === undefined) return
    const command = commandOf(factsOf(event), pressOf(event), place)
    const run = command && runs[place]?.[command]
    if (!run) return
    event.preventDefault()
    run()
  })
  // Before the paint that shows the rows: a busy browser runs other effects late, and a key would go unheard until then.
  useLayoutEffect(() => {
    const listener = (event: KeyboardEvent) => press(event)
    document.addEventListener('keydown', listener)
    return () => document.removeEventListener('keydown', listener)
  }, [])
}

function factsOf(event: KeyboardEvent) {
  const { key, code, isComposing, ctrlKey, metaKey, altKey, shiftKey } = event
  const altGraph = event.getModifierState('AltGraph')
  return { key, code, isComposing, ctrlKey, metaKey, altKey, shiftKey, altGraph }
}

/** Where the focus is, undefined in text and in a dialog that is still opening. */
function focusPlaceOf(target: EventTarget | null): FocusPlace | undefined {
  if (takesText(target)) return undefined
  const element = target instanceof Element ? target : document.body
  // Where nothing has the focus, an open dialog still covers the page.
  const dialog = element.closest('dialog') ?? document.querySelector<HTMLDialogElement>('dialog:modal')
  switch (dialog?.dataset['keys']) {
    case 'opening':
      return undefined
    case 'row':
      return 'row'
    default:
      if (dialog) return 'dialog'
      return element.closest('[data-grid]') ? 'table' : 'page'
  }
}
