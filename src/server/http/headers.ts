import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'

const policy = (scripts: string) =>
  [
    "default-src 'none'",
    `script-src ${scripts}`,
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ')

/**
 * The headers of every answer (security 4.8): nothing but our own files runs, nothing is framed, nothing leaks an
 * address, and the page's script may not turn text into markup. One record, because answers leave in three ways:
 * through a route, from a router that could not read the path, and from Node before there is a request.
 */
export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': policy("'self'"),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

/**
 * The Content-Security-Policy of a page with inline scripts of ours: these texts may run, by their hashes, and no
 * others.
 */
export function policyWithScripts(texts: readonly string[]): string {
  const hashes = texts.map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`)
  return policy(["'self'", ...hashes].join(' '))
}

/** The Content-Security-Policy of a file to be saved: a browser that shows it runs nothing in it. */
export const downloadPolicy = "default-src 'none'; sandbox"

/**
 * Puts `securityHeaders` on every answer, and `Strict-Transport-Security` where the server is reached by https
 * (`secure`).
 */
export function registerHeaders(app: FastifyInstance, secure: boolean): void {
  const headers = secure
    ? { ...securityHeaders, 'strict-transport-security': 'max-age=63072000; includeSubDomains' }
    : securityHeaders
  app.addHook('onRequest', (_, reply, done) => {
    reply.headers(headers)
    done()
  })
}
