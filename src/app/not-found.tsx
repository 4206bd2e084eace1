import { Link } from 'react-router'
import { workflowActionsPath } from '#features/activity/address.ts'
import { EmptyState } from '#ui/empty-state.tsx'

/** An address that no screen has. */
export function NotFound() {
  return (
    <>
      <title>Not found · Countersign</title>
      <EmptyState
        title="There is no such page"
        actions={<Link to={workflowActionsPath}>Go to the workflow actions</Link>}
      >
        The address may be mistyped, or belong to a newer version of Countersign.
      </EmptyState>
    </>
  )
}
