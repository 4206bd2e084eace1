/** The address of the list of workflows and certifications. */
export const reviewsPath = '/reviews'

/** The address of one certification. */
export const certificationPath = (certification_id: string) =>
  `${reviewsPath}/${encodeURIComponent(certification_id)}`
