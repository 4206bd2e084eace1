import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Call } from '../handlers/handlers.ts'
import { refused } from '../refused.ts'
import type { LocalEntrance } from '../auth/local-entrance.ts'

/** The cookie of the page's session: its name, and whether it travels over https only. */
export type SessionCookie = { readonly name: string; readonly secure: boolean }

/** What a handler knows of a request besides its input, and how it says more than its answer does. */
export function callOf(
  isLocal: LocalEntrance,
  request: FastifyRequest,
  reply: FastifyReply,
  { name, secure }: SessionCookie,
): Call {
  const cookie = { path: '/', httpOnly: true, sameSite: 'strict', secure } as const
  return {
    get actor() {
      if (request.actor) return request.actor
      throw refused('Unauthenticated', 'This needs an API key or a session.')
    },
    isLocal: isLocal(request),
    session: request.cookies[name],
    setSession: (token, expires) => {
      void reply.setCookie(name, token, { ...cookie, expires })
    },
    endSession: () => {
      void reply.clearCookie(name, cookie)
    },
    ifMatch: request.headers['if-match'],
    idempotencyKey: textOf(request.headers['idempotency-key']),
    setVersion: (version) => {
      void reply.header('etag', `"${version}"`)
    },
    setReplayed: () => {
      void reply.header('idempotent-replayed', 'true')
    },
  }
}

/** A header that came several times is one text, as with those that Node knows. */
function textOf(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'object' ? header.join(', ') : header
}
