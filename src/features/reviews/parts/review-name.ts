import type { Certification } from '#contract/reviews/certification.ts'
import { isBlank } from '#contract/text.ts'
import { minuteText } from '#ui/clock-text.ts'

/** What a review is called: its own name, or that of its workflow with the day it was started: `Payroll, 2026-01-31`. */
export function reviewName(
  { name, started_at, created_at }: Pick<Certification, 'name' | 'started_at' | 'created_at'>,
  workflow_name: string | undefined,
  zone: string,
): string {
  if (!isBlank(name)) return name
  const start = started_at ?? created_at
  return [workflow_name ?? 'Review', start && minuteText(start, zone).slice(0, 10)].filter(Boolean).join(', ')
}
