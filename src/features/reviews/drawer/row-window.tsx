import type { ComponentProps } from 'react'
import { Dialog } from '#ui/dialog.tsx'
import { SidePane } from '#ui/side-pane.tsx'
import { useMediaQuery } from '#ui/use-media-query.ts'
import { roomBeside } from '../table/pane.ts'

type Props = Pick<ComponentProps<typeof Dialog>, 'title' | 'onClose' | 'actions' | 'onKeyDown' | 'children'>

/** The window of one row: beside the list where there is room for both, else over it. */
export function RowWindow(props: Props) {
  return useMediaQuery(roomBeside) ? (
    <SidePane keys="row" {...props} />
  ) : (
    <Dialog look="drawer" keys="row" {...props} />
  )
}
