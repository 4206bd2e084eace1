/** What screen readers call the rows of a review. */
export const tableLabel = 'Rows of the review'
