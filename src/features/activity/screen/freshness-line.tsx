import { useActivityFreshness } from '#queries/activity/origin.ts'
import { counted } from '#std/counted.ts'
import { instantText } from '#ui/clock-text.ts'

/** How fresh the stored events are, in one line. */
export function FreshnessLine({ zone }: { readonly zone: string }) {
  const { value, failure } = useActivityFreshness()
  if (failure) return <span>Last import not known</span>
  if (!value) return null
  const { last_import: last, demo } = value
  if (!last) return <span>{demo ? 'Demo data, nothing imported' : 'Nothing imported yet'}</span>
  const rejected = last.rejected > 0 ? `, ${last.rejected.toLocaleString('en')} rejected` : ''
  const counts = `${counted(last.lines, 'line')}${rejected}`
  return (
    <span>
      Last import {instantText(last.finished_at, zone)}: {last.file_name}, {counts}, by {last.actor}
    </span>
  )
}
