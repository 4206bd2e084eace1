import { workflowActionsPath } from '#features/activity/address.ts'
import { causeAddress, failuresSearch } from '#features/activity/failures/address.ts'
import { outcomeWords } from '#features/activity/failures/outcomes.ts'
import { wordsOfAddress as eventWords } from '#features/activity/query/list-words.ts'
import { listSearch } from '#features/exports/list-search.ts'
import { ExportsPage } from '#features/exports/page.tsx'
import { wordsOfAddress as rowWords } from '#features/reviews/filters/list-words.ts'
import { reviewPath } from '#features/reviews/parts/address.ts'
import type { ExportTarget } from '#queries/exports/export-request.ts'
import { verifyPath } from '../session-hint.ts'
import { useZone } from '../frame/zone.tsx'

/** The exports of the reader in the frame of the page. */
export function ExportsScreen() {
  const { name: zone } = useZone()
  return (
    <ExportsPage
      zone={zone}
      verifyPath={verifyPath}
      listOf={listOf}
      wordsOf={(target) => wordsOf(target, zone)}
    />
  )
}

/** The filter of an export in the words of its list. */
function wordsOf(target: ExportTarget, zone: string): readonly string[] {
  const address = listSearch(target)
  if (target.kind === 'review') return rowWords(address, zone)
  if (target.kind === 'events') return eventWords(address, zone)
  return [...eventWords(failuresSearch(address), zone), ...outcomeWords(target.became)]
}

/** The address of the list of which an export was made. */
function listOf(target: ExportTarget): string {
  if (target.kind === 'identities') return causeAddress(target.cause, listSearch(target), target.became)
  const path = target.kind === 'review' ? reviewPath(target.certification_id) : workflowActionsPath
  return path + listSearch(target)
}
