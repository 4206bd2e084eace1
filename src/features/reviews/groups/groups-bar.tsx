import type { CSSProperties } from 'react'
import { Button } from '#ui/button.tsx'
import { groupsText } from './group-words.ts'
import type { Groups } from './use-groups.ts'

/** How many groups there are, and what opens or closes all of them. */
export function GroupsBar({ groups: { all, by, folding } }: { readonly groups: Groups }) {
  if (all.length === 0) return null
  return (
    <div style={barStyle}>
      <span>{groupsText(all.length, by)}</span>
      <Button look="quiet" onClick={() => folding.setAll(true)}>
        Expand all
      </Button>
      <Button look="quiet" onClick={() => folding.setAll(false)}>
        Collapse all
      </Button>
    </div>
  )
}

const barStyle: CSSProperties = {
  display: 'flex',
  flex: 'none',
  alignItems: 'center',
  gap: 8,
  padding: '0 16px',
  color: 'var(--text-muted)',
  fontSize: 'var(--size-row)',
}
