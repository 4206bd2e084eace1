import { expect, inject, vi } from 'vitest'
import type { WorkflowUser } from '#contract/people.ts'
import type { Role, Scope } from '#contract/permissions.ts'
import { aNode, insertWorkflow } from '#testing/review-data.ts'
import { insertSession } from '#testing/insert-session.ts'
import { docs, preview } from '#testing/sample-log.ts'
import { type Answer, pageHeaders, startServer, type TestServer } from '#testing/start-server.ts'
import { type AccessRowInput, copyAccessRows, rowKeyOf } from '../../store/reviews/access/access-rows.ts'

/** Somebody of an identity provider, and two people whom imported access names. */
export const okta = {
  user_type: 'OktaUser',
  id: '00u5rlsvm0Gb2Kr8x5d7',
  email: 'rita@example.com',
  name: 'Rita Rau',
}
export const manager = {
  user_type: 'localCookieUser',
  id: 'meg',
  email: 'meg@example.com',
  name: 'Meg Manager',
}
export const owner = { user_type: 'localCookieUser', id: 'oz', email: 'oz@example.com', name: 'Oz Owner' }

const awf = '/api/preview/awf'
export const certifications = `${awf}/certifications`
/** The workflow whose access is imported, and one that has none. */
export const workflow_id = 'b9dc2586-0d5c-4f0b-8d0e-0f6a3f1c2d4e'
export const emptyWorkflow = '7c1e3c0a-5a43-4c0c-9a39-2f6e8a7b9c1d'

const nodeSpec = (node_type: string) => ({
  nodes: [{ node_type, tags: [], conditions: [], condition_expression: null, node_id: '' }],
  nodes_operator: 'AND',
})
export const workflow = {
  workflow_id,
  name: 'Storage',
  description: 'Who reads and writes our buckets',
  owner,
  notes: 'Every quarter',
  query: {
    raw_permissions: null,
    source_node_types: nodeSpec('OktaUser'),
    destination_node_types: nodeSpec('S3Bucket'),
    no_relation: false,
  },
  creator: preview,
}

/** A row of imported access, named by its source; the rest is plain unless given. */
export function anAccess(source: string, given: Partial<AccessRowInput> = {}): AccessRowInput {
  const row = {
    source: aNode('OktaUser', source),
    destination: aNode('S3Bucket', 'reports'),
    waypoint: null,
    raw_permissions: ['s3:GetObject'],
    effective_permissions: ['DataRead'],
    source_managers: [],
    destination_owners: [],
    reviewers: [],
    ...given,
  }
  return { row_key: rowKeyOf(row.source, row.destination, row.waypoint), ...row }
}

type Body = Readonly<Record<string, unknown>>

export type Story = Awaited<ReturnType<typeof startStory>>

/**
 * The real server with the people, the workflow and the access above. What scripts may do is asked for with keys, the
 * rest as the page does. Staff may decide, and certifications may be completed anytime.
 */
export async function startStory(access: readonly AccessRowInput[]) {
  const server = await startServer(inject('postgresUrl'))
  const { db } = server.database.store
  await addPeople(server, [preview], ['admin'])
  await addPeople(server, [docs, okta, manager, owner], ['reviewer'])
  await insertWorkflow(db, workflow)
  await insertWorkflow(db, { ...workflow, workflow_id: emptyWorkflow, name: 'Nothing yet' })
  await insertAccess(server, access)
  const cookie = `countersign=${await insertSession(server.database.store.database.pool, preview)}`
  const key = await keyFor(server, preview, ['reviews:decide', 'reviews:assign', 'reviews:fix'])
  const run = async (method: string, path: string, body?: Body) => {
    const answer = await server.send(method, path, { ...pageHeaders, cookie }, body)
    expect(answer.status, JSON.stringify(answer.body)).toBe(200)
    return answer.body as Record<string, unknown>
  }
  for (const [leaf, value] of Object.entries(settings))
    await run('PUT', `/api/private/workflows/access/global_settings/${leaf}`, { value })
  return {
    server,
    cookie,
    run,
    keyFor: (user: WorkflowUser, ...scopes: Scope[]) => keyFor(server, user, scopes),
    /** Any request of a script, by default one of `preview`. */
    send: (method: string, path: string, body?: Body, by = key): Promise<Answer> =>
      server.send(method, path, by, body),
    ...readers(server, key),
    /** Makes a certification and returns its id when its rows are in. */
    create: async (body: Body = {}) => {
      const made = await run('POST', certifications, { workflow_id, ...body })
      const id = String(made.certification_id)
      await vi.waitFor(
        async () => expect(await run('GET', `${certifications}/${id}`)).toMatchObject(isIn),
        waiting,
      )
      return id
    },
  }
}

const settings = {
  staff_decides: { staff_decides: true },
  cert_completion_settings: { completion: 'COMPLETION_ALLOWED_ANYTIME' },
}
const waiting = { timeout: 20_000, interval: 20 }
const isIn = { value: { state: 'CERT_STATE_IN_PROGRESS' } }

type Headers = Readonly<Record<string, string>>

async function keyFor(server: TestServer, user: WorkflowUser, scopes: Scope[]): Promise<Headers> {
  const key = await server.keyOf(user, 'reviews:read', ...scopes)
  return { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
}

function readers(server: TestServer, key: Headers) {
  const read = async (path: string) => {
    const { status, body } = await server.send('GET', path, key)
    expect(status, JSON.stringify(body)).toBe(200)
    return body as Record<string, unknown>
  }
  const values = async (path: string) => (await read(path)).values as Record<string, unknown>[]
  const rows = (id: string) => values(`${certifications}/${id}/results?page_size=2000`)
  return {
    read,
    /** The list that a reply carries in `values`. */
    values,
    /** All rows of a certification, as a list shows them. */
    rows,
    /** The id of the row whose source is called so. */
    idOf: async (certification: string, source: string) => {
      const found = (await rows(certification)).find((row) => (row.source as { id: string }).id === source)
      return Number(found?.result_id)
    },
    row: async (certification: string, result_id: number) =>
      (await read(`${certifications}/${certification}/results/${result_id}`)).value as Record<
        string,
        unknown
      >,
    /** The same certification from List and from Get. */
    certification: async (id: string) => {
      const all = await values(`${certifications}?workflow_id=${workflow_id}`)
      const others = await values(`${certifications}?workflow_id=${emptyWorkflow}`)
      const { value } = await read(`${certifications}/${id}`)
      return { list: [...all, ...others].find((one) => one.certification_id === id), get: value }
    },
  }
}

async function addPeople({ database }: TestServer, users: readonly WorkflowUser[], roles: Role[]) {
  const people = users.map(({ user_type, id, email, name }) => ({ user_type, id, email, name, roles }))
  await database.store.db
    .insertInto('person')
    .values(people.map((person) => ({ ...person, manager_type: null, manager_id: null, demo: false })))
    .execute()
}

async function insertAccess({ database }: TestServer, rows: readonly AccessRowInput[]): Promise<void> {
  const { snapshot_id } = await database.store.db
    .insertInto('snapshot')
    .values({ workflow_id, import_id: null, imported_at: snapshotTime, rows: rows.length, complete: true })
    .returning('snapshot_id')
    .executeTakeFirstOrThrow()
  const client = await database.store.database.openClient('countersign test')
  await copyAccessRows(client, snapshot_id, rows)
  await client.end()
}

/** When the access was imported. */
export const snapshotTime = '2026-03-01T00:00:00Z'
