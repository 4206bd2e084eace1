import * as z from 'zod/mini'

/** The caller's session as the page needs it: who I am, and what this server can do beyond the vendor's contract. */
export const Session = z.looseObject({
  actor: z.looseObject({ id: z.string(), name: z.string(), roles: z.array(z.string()) }),
  capabilities: z.looseObject({ mode: z.string() }),
})
export type Session = z.output<typeof Session>
