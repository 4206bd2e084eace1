import { randomUUID } from 'node:crypto'
import { Agent } from 'node:http'
import { send } from './http-client.ts'

/** A row to decide, and the cookie of who reviews it. */
export type RowToDecide = { readonly result_id: number; readonly cookie: string }

/**
 * Accepts rows of a certification that nobody has changed yet, over so many connections to a server on this machine, in
 * the page's own way: session, the version seen, and a key for each decision. Settles when the server's answer is read.
 */
export function decidingClient(
  url: string,
  certification: string,
  connections: number,
): (row: RowToDecide) => Promise<unknown> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const address = `${url}/api/preview/awf/certifications/${certification}/results`
  return ({ result_id, cookie }) =>
    send(address, {
      agent,
      method: 'PUT',
      headers: { cookie, 'if-match': '"1"', 'idempotency-key': randomUUID() },
      body: { value: { result_id, decision: 'RESULT_DECISION_ACCEPTED' } },
    })
}
