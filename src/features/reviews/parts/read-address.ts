import { reviewsPath } from './address.ts'

/** A person, or a resource, of a review. */
export type ReviewEntityRef = {
  readonly node: 'source' | 'destination'
  readonly type: string
  readonly id: string
}

/** What an address of a review names. */
type ReviewPath = {
  readonly certification_id: string
  /** Whose rows alone are listed. */
  readonly entity: ReviewEntityRef | undefined
  /** Undefined for the list itself, and NaN where the address names no row that can be. */
  readonly result_id: number | undefined
}

/**
 * The review, its person or resource, and the row that an address names. Takes the raw path as in `location.pathname`, because
 * the router decodes it twice over.
 */
export function readReviewPath(pathname: string): ReviewPath | undefined {
  const [, base, id, ...rest] = pathname.replace(/\/$/, '').split('/')
  const entity = rest.length > 2 ? entityOf(rest.splice(0, 3)) : undefined
  const [rows, row, ...more] = rest
  if (`/${base}` !== reviewsPath || !id || more.length > 0 || entity === null) return undefined
  const certification_id = decoded(id)
  if (certification_id === undefined) return undefined
  if (rows === undefined) return { certification_id, entity, result_id: undefined }
  return {
    certification_id,
    entity,
    result_id: rows === 'rows' && /^\d{1,9}$/.test(row ?? '') ? Number(row) : Number.NaN,
  }
}

/** Null where the segments name neither a person nor a resource. */
function entityOf([of, type = '', id = '']: readonly string[]): ReviewEntityRef | null {
  const node = of === 'people' ? 'source' : of === 'resources' ? 'destination' : undefined
  const read = { type: decoded(type), id: decoded(id) }
  return node && read.type && read.id ? { node, type: read.type, id: read.id } : null
}

/** The address of the list that an address of a review is of, without the row that may be open over it. */
export function listPathOf(pathname: string): string {
  return readReviewPath(pathname)?.result_id === undefined
    ? pathname
    : pathname.replace(/\/rows\/[^/]*\/?$/, '')
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}
