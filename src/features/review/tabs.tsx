import { Link, useLocation } from 'react-router'
import type { Certification } from '#contract/certification.ts'
import { TabList } from './tab-list.tsx'

type Props = {
  readonly certification: Certification
  /** The present `mutable_filter`, to mark the tab that it is; null where the address cannot be read. */
  readonly asked: string | null | undefined
  /** Whether all rows are asked about: the counts are of all, and say nothing of those that a `filter` on access finds. */
  readonly counted: boolean
}

/** The usual questions as links. What else is filtered stays. */
export function Tabs(props: Props) {
  return <TabList {...props} at={useLocation()} link={Link} />
}
