import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'

/**
 * Makes `app.close()` quick: idle connections (browsers open some ahead) are cut at once, others after their answer.
 * Node alone would wait for more than a minute.
 */
export function closeWithoutWaiting(app: FastifyInstance): void {
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
    done()
  })
}
