import { Link } from 'react-router'
import type { Bulk } from '#contract/reviews/bulk.ts'
import { minuteText } from '#ui/clock-text.ts'
import { personName } from '../parts/people/person-text.ts'
import { bulkPath } from './bulk-path.ts'
import { rowsText } from './bulk-words.ts'

type Props = { readonly bulk: Bulk; readonly zone: string }

/** Who has undone a bulk change, when and how much of it, each with the way to its receipt; nothing where nobody has. */
export function UndoneBy({ bulk, zone }: Props) {
  return bulk.undone_by.map((undo) => (
    <p key={undo.bulk_id}>
      <Link to={bulkPath({ ...bulk, bulk_id: undo.bulk_id })}>
        {undo.state === 'RUNNING' ? 'Being undone' : 'Undone'} by {personName(undo.made_by)} at{' '}
        {minuteText(undo.started_at, zone)}
      </Link>
      {`: ${rowsText(undo.done)} put back.`}
    </p>
  ))
}
