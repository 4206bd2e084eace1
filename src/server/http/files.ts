import { existsSync, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import type { Problem } from '#contract/errors.ts'
import { sendProblem } from './errors.ts'
import { policyWithScripts } from './headers.ts'

/** Paths that are screens of the page: they answer with its shell and 200, everything else with 404. */
const screens = [
  /^\/$/,
  /^\/(activity|reviews|settings)(\/|$)/,
  /^\/(exports|sign-in|signed-in|set-up|set-password|verify)$/,
]

/**
 * The URL to route by. A screen's address that cannot be decoded, such as that of a link that was cut off, becomes
 * one that still leads to its screen, which then says what is wrong. Every other URL stays as it is.
 */
export function readableUrl(url: string): string {
  const [path = ''] = url.split('?')
  if (!screens.some((screen) => screen.test(path))) return url
  try {
    // What it gives must be used: the bundler takes a call away whose only effect is to throw.
    return decodeURIComponent(path) ? url : '/'
  } catch {
    return '/'
  }
}

/**
 * Serves the built page from `root`, with the files that are there at the start: hashed ones with an unlimited cache,
 * `index.html` for every screen. It holds no data. An unknown path is answered 404: with the page for a browser, else
 * with the vendor's error body.
 */
export async function registerFiles(app: FastifyInstance, root: string | undefined): Promise<void> {
  const shell =
    root && existsSync(join(root, 'index.html'))
      ? await readFile(join(root, 'index.html'), 'utf8')
      : undefined
  const shellPolicy = policyWithScripts(shell ? scriptsIn(shell) : [])
  if (root && shell) {
    // `serve: false`: the routes are ours, so that each declares its permission.
    await app.register(fastifyStatic, {
      root,
      serve: false,
      index: false,
      preCompressed: true,
      cacheControl: false,
    })
    const config = { permission: 'public', uncounted: true } as const
    const assets = new Set(filesIn(join(root, 'assets')))
    app.get<{ Params: { '*': string } }>('/assets/*', { config }, (request, reply) => {
      const name = request.params['*']
      // Only what the build has put there: a name that leads anywhere else is nobody's.
      if (!assets.has(name)) return sendProblem(request, reply, nothingThere)
      return reply.header('cache-control', 'public, max-age=31536000, immutable').sendFile(`assets/${name}`)
    })
    for (const name of readdirSync(root).filter((name) => /^[\w-]+\.(svg|webmanifest)$/.test(name)))
      app.get(`/${name}`, { config }, (_, reply) => reply.header('cache-control', 'no-cache').sendFile(name))
  }
  app.setNotFoundHandler({}, (request, reply) => {
    const [path = ''] = request.url.split('?')
    const wantsPage = request.method === 'GET' || request.method === 'HEAD'
    if (shell && wantsPage && !/^\/(api|app)\//.test(path) && acceptsHtml(request.headers.accept))
      return reply
        .code(screens.some((screen) => screen.test(path)) ? 200 : 404)
        .header('cache-control', 'no-cache')
        .header('content-security-policy', shellPolicy)
        .type('text/html; charset=utf-8')
        .send(shell)
    return sendProblem(request, reply, nothingThere)
  })
}

const nothingThere: Problem = { code: 'NotFound', message: 'There is nothing at this path.' }

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
}

/** The texts of the scripts that stand in the shell itself; the build writes them, as tags without attributes. */
function scriptsIn(shell: string): string[] {
  return [...shell.matchAll(/<script>(.*?)<\/script>/gs)].map(([, text = '']) => text)
}

function acceptsHtml(accept: string | undefined): boolean {
  return accept === undefined || /text\/html|\*\/\*/.test(accept)
}
