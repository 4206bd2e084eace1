import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isLoopbackHost, isSameHost, portOf } from '../auth/loopback.ts'
import { refused } from '../refused.ts'
import { originOf } from './targets.ts'

/**
 * Answers 421 for a `Host` that is not ours, so that no other site can point its name at this server (DNS rebinding),
 * and 400 for a request that names two hosts, by two headers or by a target with another authority.
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
