/** The address of the list of reviews. */
export const reviewsPath = '/reviews'

/** One review's address, and one of its rows below it, as patterns for the router. */
export const reviewPattern = `${reviewsPath}/:certification_id`
export const rowPattern = 'rows/:result_id'

/** The address of one review. */
export function reviewPath(certification_id: string): string {
  return `${reviewsPath}/${encodeURIComponent(certification_id)}`
}

/** The address of one row, over the list of its review. */
export function rowPath(certification_id: string, result_id: number): string {
  return `${reviewPath(certification_id)}/rows/${result_id}`
}

/**
 * The review and the row that an address names. Takes the raw path as in `location.pathname`, because the router decodes
 * it twice over. `result_id` is undefined for the review itself, and NaN where the address names no row that can be.
 */
export function readReviewPath(
  pathname: string,
): { certification_id: string; result_id: number | undefined } | undefined {
  const [, base, id, rows, row, ...more] = pathname.replace(/\/$/, '').split('/')
  if (`/${base}` !== reviewsPath || !id || more.length > 0) return undefined
  const certification_id = decoded(id)
  if (certification_id === undefined) return undefined
  if (rows === undefined) return { certification_id, result_id: undefined }
  return {
    certification_id,
    result_id: rows === 'rows' && /^\d{1,9}$/.test(row ?? '') ? Number(row) : Number.NaN,
  }
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}
