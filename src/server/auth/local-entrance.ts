import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isLoopbackHost, portOf } from './loopback.ts'

/** Whether a request comes from whoever sits at the server's own machine, who needs no other proof (security 4.2). */
export type LocalEntrance = (request: FastifyRequest) => boolean

/** What proxies put into a request, by standard and by custom; `x-forwarded-*` besides. */
const proxyHeaders: ReadonlySet<string> = new Set(['forwarded', 'via', 'x-real-ip'])

/**
 * The `LocalEntrance` of a server. A request passes that came over a loopback socket, to an address that only this
 * machine has, and through no proxy. With a `publicUrl` none passes: what a proxy on this machine passes on looks the
 * same.
 */
export function localEntrance(app: FastifyInstance, publicUrl: string | undefined): LocalEntrance {
  if (publicUrl !== undefined) return () => false
  return ({ socket, headers }) => {
    const from = socket.remoteAddress ?? ''
    const own = from === '::1' || from.startsWith('127.') || from.startsWith('::ffff:127.')
    const proxied = Object.keys(headers).some(
      (name) => proxyHeaders.has(name) || name.startsWith('x-forwarded-'),
    )
    return own && !proxied && isLoopbackHost(portOf(app), headers.host ?? '')
  }
}
