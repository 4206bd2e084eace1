import { Badge } from '#ui/badge.tsx'

/** Marks what was only a trial. */
export function DryRun() {
  return (
    <Badge icon="info" tone="attention" tip="dry_run: a trial, which is never counted as a repair">
      Dry run
    </Badge>
  )
}
