import { CopyButton } from '#ui/copy-button.tsx'

type Props = {
  readonly path: string
  /** Gives the query of the address with instants in place of a live range, with `?` or without. */
  readonly pinnedQuery: () => string
  /** Whether the address has a live range. */
  readonly isLive: boolean
}

/** Copies an address. A live range goes as its instants, so that the link shows later what is shown now. */
export function CopyLink({ path, pinnedQuery, isLive }: Props) {
  const text = () => {
    const query = pinnedQuery().replace(/^\?/, '')
    return `${location.origin}${path}${query && '?'}${query}`
  }
  return (
    <CopyButton
      icon="link"
      label="Copy link"
      text={text}
      {...(isLive && {
        copied: 'Copied with its instants',
        tip: 'The link holds the instants, not “live”: it shows later what is shown now. The address above stays live.',
      })}
    />
  )
}
