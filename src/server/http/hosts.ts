import type { FastifyInstance } from 'fastify'
import { refused } from '../refused.ts'

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

/** Answers 421 for any `Host` but our own: a page elsewhere cannot rebind its name to this server. */
export function registerHosts(app: FastifyInstance, publicUrl: string | undefined): void {
  const publicHost = publicUrl && new URL(publicUrl).host
  app.addHook('onRequest', (request, _, done) => {
    const host = request.headers.host?.toLowerCase() ?? ''
    if (host === publicHost || isLoopbackHost(app, host)) return done()
    done(
      refused(
        'MisdirectedRequest',
        'This server does not answer to that host name. Set PUBLIC_URL to the address that people use.',
      ),
    )
  })
}
