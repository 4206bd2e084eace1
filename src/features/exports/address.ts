/** The address of the exports of the reader. */
export const exportsPath = '/exports'
