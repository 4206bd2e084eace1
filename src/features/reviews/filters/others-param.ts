/** The parameter of the address by which rows of other reviewers are included, and its one value. */
export const othersParam = { name: 'others', value: 'included' } as const
