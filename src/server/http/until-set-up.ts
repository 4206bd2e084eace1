import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { EntranceState } from '../auth/entrance.ts'
import { isSafe } from '../auth/authenticate.ts'
import { Refused } from '../refused.ts'

/** What browsers are served before there is an admin who can sign in: how one is made, and what belongs to nobody. */
const served = [
  /^\/assets\//,
  /^\/[\w-]+\.(svg|webmanifest)$/,
  /^\/(set-up|set-password|verify|healthz|readyz)$/,
  /^\/app\/v1\/(sign_in|links:open|links:set_password|set_up|export-key)$/,
]
/** What else where people sign in by the identity provider: their first admin comes that way. */
const servedWithProvider = [/^\/(sign-in|signed-in)$/, /^\/auth\//, /^\/app\/v1\/sign_in:oidc$/]

type UntilSetUp = Pick<EntranceState, 'hasAdmin'> & { readonly provider: boolean }

/**
 * Serves browsers nothing but the set-up page until there is an admin who can sign in: every other address of a page leads
 * there, and calls by a session are refused. API keys go on working. For a server at an https address, which others reach.
 */
export function registerUntilSetUp(app: FastifyInstance, { hasAdmin, provider }: UntilSetUp): void {
  const open = provider ? [...served, ...servedWithProvider] : served
  app.addHook('onRequest', async (request, reply) => {
    const [path = ''] = request.url.split('?')
    if (request.headers.authorization !== undefined || open.some((pattern) => pattern.test(path))) return
    if (await hasAdmin()) return
    // The empty fragment keeps that of the address from being taken for the token of a link.
    if (isPage(request, path)) {
      await reply.header('cache-control', 'no-store').redirect('/set-up#', 302)
      return
    }
    if (request.actor)
      throw new Refused({
        code: 'PermissionDenied',
        reason: 'SET_UP',
        message: 'This server has no admin yet who can sign in, so it lets nobody in.',
        resolution: 'Make the first admin: npm run users -- set-up-link',
      })
  })
}

function isPage(request: FastifyRequest, path: string): boolean {
  return isSafe(request) && !/^\/(api|app|metrics)(\/|$)/.test(path)
}
