import { Skeleton } from '#ui/skeleton.tsx'

/** What stands where a screen will be while its code is on its way. */
export function Loading() {
  return <Skeleton label="Loading" rows={12} />
}
