import type { Bulk } from '#contract/reviews/bulk.ts'
import type { BulkWork } from '#queries/reviews/bulk/bulk-work.ts'
import { useConnectionState } from '#queries/use-connection.ts'
import { Button } from '#ui/button.tsx'
import { numberText } from '#ui/number-text.ts'
import { actionOf, rowsText, wordsOf } from './bulk-words.ts'

type Props = { readonly bulk: Bulk; readonly work: BulkWork }

const notConnected = 'Not connected: nothing is run until the server answers.'

/** Starts a previewed change, by its number; after a difference, for the rows that are as they were alone. */
export function RunButtons({ bulk, work }: Props) {
  const { busy, difference, run } = work
  const isConnected = useConnectionState() === 'connected'
  const { verb } = wordsOf(actionOf(bulk))
  const count = difference ? (difference.rules ? 0 : difference.unchanged) : bulk.to_change
  if (count === 0) return null
  return (
    <Button
      look="primary"
      refusal={isConnected ? busy && 'Wait for the answer first.' : notConnected}
      onClick={() => run(difference !== undefined)}
    >
      {difference ? `${verb} the ${numberText(count)} unchanged` : `${verb} ${rowsText(count)}`}
    </Button>
  )
}
