import type { FastifyRequest } from 'fastify'

/** What `onEnd` of @fastify/compress is given for an answer whose reader has gone. */
function isLeaving(what: unknown): boolean {
  if (!(what instanceof Error)) return false
  const code = 'code' in what ? what.code : undefined
  return code === 'ERR_STREAM_PREMATURE_CLOSE' || what.message === 'premature close'
}

const error = 50

/**
 * The options of the server's log. Query strings are left out, and a client that goes away is not logged as an error.
 */
export function loggerOptions(level: string) {
  return {
    level,
    serializers: {
      req: (request: FastifyRequest) => ({ method: request.method, path: request.url.split('?')[0] }),
    },
    hooks: {
      logMethod(
        this: { info(message: string): void },
        args: Parameters<LogMethod>,
        method: LogMethod,
        at: number,
      ): void {
        if (at === error && isLeaving(args[0])) this.info('a client went away before its answer was whole')
        else method.apply(this, args)
      },
    },
  }
}

type LogMethod = (this: unknown, what: unknown, ...more: unknown[]) => void
