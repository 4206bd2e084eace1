import { reviewPath } from '../address.ts'
import { type ReviewEntityRef } from '../read-address.ts'

/** Browsers take such a segment for a step up, however it is encoded. */
const isStep = (segment: string) => segment === '.' || segment === '..' || segment === ''

/** The address of a person or a resource in a review; undefined for the few whose type or id no address can hold. */
export function entityPath(
  certification_id: string,
  { node, type, id }: ReviewEntityRef,
): string | undefined {
  if (isStep(type) || isStep(id)) return undefined
  const of = node === 'source' ? 'people' : 'resources'
  return `${reviewPath(certification_id)}/${of}/${encodeURIComponent(type)}/${encodeURIComponent(id)}`
}
