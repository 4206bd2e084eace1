import type { FastifyInstance } from 'fastify'

/** The names and addresses that can only be this machine. */
const loopbackHosts = ['127.0.0.1', 'localhost', '[::1]']

/** Kept, because every request asks for it and each answer of the system costs a call. */
const ports = new WeakMap<FastifyInstance, number>()

/** The port that the server listens on now; undefined before it does (in tests that send no bytes). */
export function portOf(app: FastifyInstance): number | undefined {
  const known = ports.get(app)
  if (known !== undefined) return known
  const address = app.server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  if (port !== undefined) ports.set(app, port)
  return port
}

/** Whether a `Host` header names this machine's own loopback address and the port that the server listens on. */
export function isLoopbackHost(port: number | undefined, host: string): boolean {
  return loopbackHosts.some((name) => isSameHost('http', host, `${name}:${port}`))
}

/**
 * Whether two authorities are the same, both in small letters; the default port of the scheme may be there or not
 * (RFC 9110, section 4.2.3).
 */
export function isSameHost(scheme: 'http' | 'https', a: string, b: string): boolean {
  const port = scheme === 'https' ? /:443$/ : /:80$/
  return a.replace(port, '') === b.replace(port, '')
}
