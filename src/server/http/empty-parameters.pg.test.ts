import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import * as z from 'zod/mini'
import type { Route } from '#contract/route.ts'
import { routes } from '#contract/routes.ts'
import { failuresStore } from '#server/store/activity/causes/failures-store.ts'
import { fillCauses } from '#server/store/activity/causes/fill-causes.ts'
import { anEvent, insertEvents } from '#testing/action-events.ts'
import { aRow, aUser, insertCertification, insertWorkflow } from '#testing/review-data.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'

/** What calls cannot do without. */
const needed: Readonly<Record<string, string>> = {
  listGroups: 'group_by=source',
  countNewEvents: 'since=0.0',
  countEventValues: 'field=workflow_name',
}
const maybeEmpty = ['filter', 'mutable_filter', 'order_by']
let server: TestServer
let key: string
let cause: string

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  const { db } = server.database.store
  await insertEvents(db, [anEvent(), anEvent({ policy_task: 'task-2', state: 'ERRORED' })])
  await fillCauses(server.database.store)
  cause = (await failuresStore(db).list(undefined)).causes[0]?.cause_id ?? ''
  await server.signIn('root', 'admin')
  await insertWorkflow(db, { workflow_id: 'w1' })
  await insertCertification(db, { certification_id: 'c1', workflow_id: 'w1' }, [aRow(), aRow()])
  const exporting = ['activity:export', 'reviews:export'] as const
  key = await server.keyOf(aUser('root'), 'activity:read', 'reviews:read', ...exporting)
})
afterAll(() => server.close())

const lists = Object.entries<Route>(routes).flatMap(([name, { query, path }]) => {
  const properties = query
    ? (z.toJSONSchema(query, { io: 'input', unrepresentable: 'any' }).properties ?? {})
    : {}
  const names = maybeEmpty.filter((parameter) => parameter in properties)
  const asked = `${path.replace(/\{(?!cause_id)\w+\}/, 'c1')}?${needed[name] ?? ''}`
  return names.map((parameter) => ({ name, parameter, path: asked }))
})

describe('T36 an empty filter or order counts as none', () => {
  test('of every list that takes one', () => {
    expect(lists.map(({ name, parameter }) => `${name} ${parameter}`)).toEqual([
      'listActionEvents filter',
      'listActionEvents order_by',
      'countActionEvents filter',
      'listEvents filter',
      'listEvents order_by',
      'countNewEvents filter',
      'countSortableEvents filter',
      'countEvents filter',
      'summarizeEvents filter',
      'countEventValues filter',
      'listFailures filter',
      'getFailure filter',
      'listFailureIdentities filter',
      'listResults filter',
      'listResults mutable_filter',
      'listResults order_by',
      'listPositions filter',
      'listPositions mutable_filter',
      'listPositions order_by',
      'listGroups filter',
      'listGroups mutable_filter',
      'listGroups order_by',
      'previewEventExport filter',
      'previewReviewExport filter',
      'previewReviewExport mutable_filter',
      'previewReviewExport order_by',
    ])
  })

  test.each(lists)('$name with an empty $parameter is $name', async ({ path, parameter }) => {
    const address = path.replace('{cause_id}', cause)
    const [plain, empty] = [await server.get(address, key), await server.get(`${address}&${parameter}=`, key)]
    expect([plain.status, empty.status]).toEqual([200, 200])
    expect(empty.body).toEqual(plain.body)
  })

  test.each(lists)('$name refuses a $parameter of blanks', async ({ path, parameter }) => {
    const address = path.replace('{cause_id}', cause)
    expect((await server.get(`${address}&${parameter}=++`, key)).status).toBe(400)
  })
})
