import { pageHeaders, type TestServer } from './start-server.ts'

/** A change that another person, an admin, makes of a row by a request of their own, whatever it was before. */
export async function changeRowAs(
  id: string,
  server: TestServer,
  certification_id: string,
  value: { readonly result_id: number } & Readonly<Record<string, unknown>>,
): Promise<void> {
  const path = `/api/preview/awf/certifications/${certification_id}/results`
  await requestAs(id, server, { method: 'PUT', path, body: { value } })
}

/** A change that another person, an admin, makes of a review by a request of their own. */
export async function changeReviewAs(
  id: string,
  server: TestServer,
  certification_id: string,
  change: Readonly<Record<string, unknown>>,
): Promise<void> {
  const path = `/api/preview/awf/certifications/${certification_id}`
  await requestAs(id, server, { method: 'PATCH', path, body: change })
}

type Sent = { readonly method: string; readonly path: string; readonly body: unknown }

async function requestAs(id: string, server: TestServer, { method, path, body }: Sent): Promise<void> {
  const cookie = await server.signIn(id, 'admin')
  const conditions = { 'if-match': '*', 'idempotency-key': crypto.randomUUID() }
  const answer = await server.send(method, path, { ...pageHeaders, ...conditions, cookie }, body)
  if (answer.status >= 300)
    throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
}
