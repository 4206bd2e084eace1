import type { FastifyInstance, FastifyRequest } from 'fastify'
import { refused } from '../refused.ts'
import { originOf } from './targets.ts'

/** The names and addresses that can only be this machine. */
const loopbackHosts = ['127.0.0.1', 'localhost', '[::1]']

/** The port that the server listens on now; undefined before it does (in tests that send no bytes). */
export function portOf(app: FastifyInstance): number | undefined {
  const address = app.server.address()
  return typeof address === 'object' ? address?.port : undefined
}

/** Whether a `Host` header names this machine's own loopback address and the port that the server listens on. */
export function isLoopbackHost(port: number | undefined, host: string): boolean {
  return loopbackHosts.some((name) => isSameHost('http', host, `${name}:${port}`))
}

/**
 * Whether two authorities are the same one, both in small letters: with the port that their scheme has anyway, or without
 * it (RFC 9110, section 4.2.3).
 */
function isSameHost(scheme: 'http' | 'https', one: string, other: string): boolean {
  const port = scheme === 'https' ? /:443$/ : /:80$/
  return one.replace(port, '') === other.replace(port, '')
}

/**
 * Answers 421 for any `Host` but our own: a page elsewhere cannot rebind its name to this server. What names two hosts is
 * 400, by two headers or by a target that has another authority: nobody can say which of them a proxy in front has taken.
 */
export function registerHosts(app: FastifyInstance, publicUrl: string | undefined): void {
  const ours = publicUrl === undefined ? undefined : originOf(publicUrl)
  app.addHook('onRequest', (request, _, done) => {
    const host = request.headers.host?.toLowerCase() ?? ''
    const asked = originOf(request.originalUrl)
    if (hostHeaders(request) > 1 || (asked && !isSameHost(asked.scheme, asked.authority, host)))
      return done(refused('InvalidArgument', 'The request names two hosts.'))
    if ((ours && isSameHost(ours.scheme, ours.authority, host)) || isLoopbackHost(portOf(app), host))
      return done()
    done(
      refused(
        'MisdirectedRequest',
        'This server does not answer to that host name. Set PUBLIC_URL to the address that people use.',
      ),
    )
  })
}

function hostHeaders({ raw }: FastifyRequest): number {
  return raw.rawHeaders.filter((text, index) => index % 2 === 0 && text.toLowerCase() === 'host').length
}
