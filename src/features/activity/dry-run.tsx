import { Badge } from '#ui/badge.tsx'

/** What it means that an event is a dry run. */
export const dryRunMeaning = 'A trial, as its source says (dry_run). It never counts as a repair.'

/** Marks what was only a trial. */
export function DryRun() {
  return (
    <Badge icon="info" tone="attention" tip={dryRunMeaning}>
      Dry run
    </Badge>
  )
}
