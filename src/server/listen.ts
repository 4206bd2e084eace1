import type { FastifyInstance } from 'fastify'

/** What the system says of an address that cannot be listened on, by its codes: whose mistake it is, and what to do. */
const reasons: Readonly<Record<string, (host: string, port: number) => string>> = {
  ENOTFOUND: unknownHost,
  EAI_AGAIN: unknownHost,
  EADDRNOTAVAIL: foreignHost,
  EINVAL: foreignHost,
  EADDRINUSE: (host, port) =>
    `PORT is ${port}, and another program listens there on ${host} already. Stop that one, or set PORT to another number (0 takes a free one).`,
  EACCES: (_, port) =>
    `PORT is ${port}, and this user may not listen there. Set PORT to a number from 1024 to 65535.`,
}

/**
 * Begins to listen. Throws an error that names the variable, HOST or PORT, which keeps it from that, and says what to set
 * it to; any other failure as it is.
 */
export async function listen(
  app: FastifyInstance,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<void> {
  try {
    await app.listen({ host, port, listenTextResolver: () => 'listening' })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const reason = reasons[code]
    throw reason ? new Error(reason(host, port), { cause: error }) : error
  }
}

function unknownHost(host: string): string {
  return `HOST is ${JSON.stringify(host)}, which no address is known for. Set HOST to 127.0.0.1 for this machine alone, to one of its addresses, or to 0.0.0.0 for all of them.`
}

function foreignHost(host: string): string {
  return `HOST is ${JSON.stringify(host)}, which is no address of this machine. Set HOST to 127.0.0.1 for this machine alone, to one of its addresses, or to 0.0.0.0 for all of them.`
}
