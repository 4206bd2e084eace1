/** What screen readers call the rows of the tab. */
export const tableLabel = 'Workflow actions'
