import type { FastifyInstance } from 'fastify'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Backend } from '../backend.ts'
import { refused } from '../refused.ts'

/**
 * Serves what operators ask for: `/healthz` (the process runs), `/readyz` (it can answer) and `/metrics` (Prometheus
 * text, without query strings and ids).
 */
export function registerOperations(
  app: FastifyInstance,
  backend: Pick<Backend, 'ping' | 'missedEvents'>,
): void {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const seconds = new Histogram({
    name: 'countersign_request_seconds',
    help: 'How long requests took, by route pattern and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [registry],
  })
  const missed = new Gauge({
    name: 'countersign_events_missed',
    help: 'Events that went before the reader had passed them, by the name of the reader in event_reader',
    labelNames: ['reader'],
    registers: [registry],
  })
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none'
    seconds.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000)
    done()
  })
  app.get('/healthz', { config: { permission: 'public', uncounted: true } }, (_, reply) =>
    reply.type('text/plain').send('ok\n'),
  )
  app.get('/readyz', { config: { permission: 'public' } }, async (request, reply) => {
    await backend.ping().catch((error: unknown) => {
      request.log.warn({ err: error }, 'not ready')
      throw refused('Unavailable', 'The database does not answer.')
    })
    return reply.type('text/plain').send('ready\n')
  })
  app.get('/metrics', { config: { permission: 'ops:metrics' } }, async (request, reply) => {
    missed.reset()
    try {
      for (const { reader, events } of await backend.missedEvents()) missed.set({ reader }, events)
    } catch (error) {
      // The other figures are wanted most when the database is away.
      request.log.warn({ err: error }, 'no figures of events')
    }
    return reply.type(registry.contentType).send(await registry.metrics())
  })
}
