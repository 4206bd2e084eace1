/** The keys of who the reader is and could be. */
export const sessionKeys = { session: ['session'], accounts: ['accounts'] } as const
