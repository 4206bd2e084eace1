import { useId } from 'react'
import { Button } from './button.tsx'
import { useUnwrittenChanges } from './unwritten-changes.ts'

/** Reloads the page. While that would lose changes that are only in memory, it waits and says so. */
export function ReloadButton() {
  const id = useId()
  const unwritten = useUnwrittenChanges()
  const waits = unwritten > 0
  return (
    <>
      <Button
        aria-disabled={waits}
        aria-describedby={waits ? id : undefined}
        onClick={() => {
          if (!waits) location.reload()
        }}
      >
        Load the page again
      </Button>
      {waits && (
        <output id={id}>
          {unwritten === 1 ? '1 change is' : `${unwritten.toLocaleString('en')} changes are`} not safe on this
          device yet. Wait until {unwritten === 1 ? 'it is' : 'they are'}.
        </output>
      )}
    </>
  )
}
