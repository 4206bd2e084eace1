import type { FastifyInstance, FastifyRequest } from 'fastify'
import { refused } from '../refused.ts'
import { authorityOf } from './targets.ts'

/** The names and addresses that can only be this machine. */
const loopbackHosts = ['127.0.0.1', 'localhost', '[::1]']

/** The port that the server listens on now; undefined before it does (in tests that send no bytes). */
export function portOf(app: FastifyInstance): number | undefined {
  const address = app.server.address()
  return typeof address === 'object' ? address?.port : undefined
}

/** Whether a `Host` header names this machine's own loopback address and our port. */
export function isLoopbackHost(app: FastifyInstance, host: string): boolean {
  const port = portOf(app)
  return loopbackHosts.some((name) => host === (port === 80 ? name : `${name}:${port}`))
}

/**
 * Answers 421 for any `Host` but our own: a page elsewhere cannot rebind its name to this server. What names two hosts is
 * 400, by two headers or by a target that has another authority: nobody can say which of them a proxy in front has taken.
 */
export function registerHosts(app: FastifyInstance, publicUrl: string | undefined): void {
  const publicHost = publicUrl && new URL(publicUrl).host
  app.addHook('onRequest', (request, _, done) => {
    const host = request.headers.host?.toLowerCase() ?? ''
    const authority = authorityOf(request.originalUrl)
    if (hostHeaders(request) > 1 || (authority !== undefined && authority !== host))
      return done(refused('InvalidArgument', 'The request names two hosts.'))
    if (host === publicHost || isLoopbackHost(app, host)) return done()
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
