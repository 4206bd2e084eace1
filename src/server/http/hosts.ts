import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isLoopbackHost, isSameHost, portOf } from '../auth/loopback.ts'
import { refused } from '../refused.ts'
import { originOf } from './targets.ts'

/**
 * Answers 421 for any `Host` but our own: a page elsewhere cannot rebind its name to this server. What names two hosts is
 * 400, by two headers or by a target that has another authority: nobody can say which of them a proxy in front has taken.
 */
export function registerHosts(app: FastifyInstance, publicUrl: string | undefined): void {
  const ours = publicUrl === undefined ? undefined : originOf(publicUrl)
  app.addHook('onRequest', (request, _, done) => {
    const host = request.headers.host?.toLowerCase() ?? ''
    const target = originOf(request.originalUrl)
    if (hostHeaders(request) > 1 || (target && !isSameHost(target.scheme, target.authority, host)))
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
