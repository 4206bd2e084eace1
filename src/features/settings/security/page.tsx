import { EmptyState } from '#ui/empty-state.tsx'
import type { SettingsPageProps } from '../parts/page-props.ts'

/** The second-factors of the reader. */
export function SecurityPage({ session }: SettingsPageProps) {
  return (
    <EmptyState title="Nothing here yet">
      The second-factors of {session.actor.name} will stand here.
    </EmptyState>
  )
}
