import { randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'

/** One reviewer's page, as far as it decides. */
export type DecidingClient = {
  /** Accepts a row that nobody has changed yet; settles when the server's answer is read. */
  readonly accept: (result_id: number) => Promise<void>
  readonly close: () => void
}

/** Talks to a server on this machine in the page's own way: session, the version seen, and a key for each decision. */
export function decidingClient(port: number, token: string, connections: number): DecidingClient {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const headers = {
    cookie: `countersign=${token}`,
    'content-type': 'application/json',
    'sec-fetch-site': 'same-origin',
    'x-requested-with': 'countersign',
    'if-match': '"1"',
  }
  const path = '/api/preview/awf/certifications/c/results'
  const accept = (result_id: number) =>
    new Promise<void>((resolve, reject) => {
      const body = JSON.stringify({ value: { result_id, decision: 'RESULT_DECISION_ACCEPTED' } })
      const options = {
        host: '127.0.0.1',
        port,
        path,
        agent,
        method: 'PUT',
        headers: { ...headers, 'idempotency-key': randomUUID(), 'content-length': Buffer.byteLength(body) },
      }
      const sent = request(options, (answer) => {
        answer.resume()
        answer.once('end', () =>
          answer.statusCode === 200
            ? resolve()
            : reject(new Error(`a decision was answered ${answer.statusCode}`)),
        )
      })
      sent.once('error', reject)
      sent.end(body)
    })
  return { accept, close: () => agent.destroy() }
}
