import { type ComponentProps, useEffect, useState } from 'react'
import { Dialog } from '#ui/dialog.tsx'
import { SidePane } from '#ui/side-pane.tsx'
import { roomBeside } from '../state/pane.ts'

type Props = Pick<ComponentProps<typeof Dialog>, 'title' | 'onClose' | 'actions' | 'onKeyDown' | 'children'>

/** The window of one row: beside the list where there is room for both, else over it. */
export function RowWindow(props: Props) {
  const [isBeside, setBeside] = useState(() => window.matchMedia(roomBeside).matches)
  useEffect(() => {
    const room = window.matchMedia(roomBeside)
    // Opened anew it would come to stand over a dialog that is open.
    const isUnderDialog = () => document.querySelector('dialog:modal:not([data-keys="row"])') !== null
    const changed = () => {
      if (!isUnderDialog()) setBeside(room.matches)
    }
    room.addEventListener('change', changed)
    return () => room.removeEventListener('change', changed)
  }, [])
  return isBeside ? <SidePane keys="row" {...props} /> : <Dialog look="drawer" keys="row" {...props} />
}
