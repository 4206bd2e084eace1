import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'

/** So long after it begins to close a server waits for those who are slow to read their answer, in milliseconds. */
const stopWithinMs = 20_000

/**
 * Makes `app.close()` quick: idle connections (browsers open some ahead) are cut at once, others after their answer, or after
 * `atMost` milliseconds where that is not read. Node alone would wait for more than a minute, and for a reader who has stopped without end.
 */
export function closeWithoutWaiting(app: FastifyInstance, atMost = stopWithinMs): void {
  const silent = new Set<Socket>()
  let closing = false
  app.server.on('connection', (socket) => {
    silent.add(socket)
    socket.once('close', () => silent.delete(socket))
  })
  app.server.on('request', ({ socket }, response) => {
    silent.delete(socket)
    response.once('close', () => {
      if (closing) socket.end()
    })
  })
  app.addHook('preClose', (done) => {
    closing = true
    for (const socket of silent) socket.destroy()
    // Nothing waits for this: a process whose connections have gone by then has ended.
    setTimeout(() => app.server.closeAllConnections(), atMost).unref()
    done()
  })
}
