import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { readFailure } from '#contract/errors.ts'
import { maxPageBytes } from '#contract/reviews/result-queries.ts'
import { aNode, aRow, aUser, insertCertification, insertWorkflow } from '#testing/review-data.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'

/** Of these rows twelve fit on a page. Properties stand in a row twice. */
const rowBytes = Math.floor(maxPageBytes / 13)
const rows = 150
const all = Array.from({ length: rows }, (_, id) => id)
const results = '/api/preview/awf/certifications/c1/results'
let server: TestServer
let key: string

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  await server.signIn('root', 'admin')
  key = await server.keyOf(aUser('root'), 'reviews:read')
  const { db } = server.database.store
  await insertWorkflow(db, { workflow_id: 'w1' })
  const source = (id: number) => aNode('OktaUser', `u${id}`, { about: 'ü'.repeat(rowBytes / 4) })
  for (const [certification_id, large] of [
    ['c1', true],
    ['small', false],
  ] as const)
    await insertCertification(
      db,
      { certification_id, workflow_id: 'w1' },
      all.map((id) => aRow(large ? { source: source(id) } : {})),
    )
})
afterAll(() => server.close())

type Page = { values: { result_id: number }[]; next_page_token: string; has_more: boolean }
const list = (query: Record<string, string>, path = results) =>
  server.get(`${path}?${new URLSearchParams({ order_by: 'result_id', ...query })}`, key)

describe('T32 a page of large rows', () => {
  test.each([false, true])(
    'is shorter than asked for, says so, and leads on to every row once (backwards: %s)',
    async (backwards) => {
      const seen: number[] = []
      let token: string | undefined = '0'
      while (token !== undefined) {
        const { status, body } = await list({
          page_token: token,
          page_size: '2000',
          paginate_direction_backwards: String(backwards),
        })
        expect(status).toBe(200)
        expect(Buffer.byteLength(JSON.stringify(body))).toBeLessThan(maxPageBytes * 1.01)
        const page = body as Page
        seen.push(...page.values.map((row) => row.result_id))
        expect(page.has_more).toBe(seen.length < rows)
        token = page.has_more ? page.next_page_token : undefined
      }
      expect(seen).toEqual(backwards ? all.toReversed() : all)
    },
  )

  test.each([
    { offset: '0', size: '2000' },
    { size: '20' },
    { page_token: '0', size: '20' },
    { offset: '5' },
  ])('is refused where a whole one is asked for: %j', async (query) => {
    const answer = await list(query)
    expect(readFailure(answer.status, answer.body)).toMatchObject({
      status: 400,
      code: 'InvalidArgument',
      violations: [{ field: 'size', description: expect.stringMatching(/smaller size, such as 12$/) }],
    })
  })

  test('is whole with the size that the refusal names', async () => {
    const { body } = await list({ offset: '140', size: '12' })
    expect((body as Page).values).toHaveLength(10)
    expect((await list({ offset: '0', size: '12' })).status).toBe(200)
  })

  test('of usual rows is as long as asked for', async () => {
    const { body } = await list({ page_size: '2000' }, results.replace('c1', 'small'))
    expect(body).toMatchObject({ has_more: false })
    expect((body as Page).values).toHaveLength(rows)
  })
})
