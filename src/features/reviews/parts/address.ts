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
