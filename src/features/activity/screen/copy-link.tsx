import { useLocation } from 'react-router'
import { CopyButton } from '#ui/copy-button.tsx'
import { workflowActionsPath } from '../address.ts'
import type { ListQuery } from '../query/list-query.ts'
import { pinned } from '../query/read-list-query.ts'

/** Copies the address of the list. A live range goes as its instants, so that the link shows later what is shown now. */
export function CopyLink({ query: { live } }: { readonly query: ListQuery }) {
  const { search } = useLocation()
  const text = () => {
    const query = pinned(search).replace(/^\?/, '')
    return `${location.origin}${workflowActionsPath}${query && '?'}${query}`
  }
  return (
    <CopyButton
      icon="link"
      label="Copy link"
      text={text}
      {...(live && {
        copied: 'Copied with its instants',
        tip: 'The link holds the instants, not “live”: it shows later what is shown now. The address above stays live.',
      })}
    />
  )
}
