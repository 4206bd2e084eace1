import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { maxPageBytes } from '#contract/reviews/result-queries.ts'
import { aRow, aUser, insertCertification, insertPeople, insertWorkflow } from '#testing/review-data.ts'
import { type BulkServer, bulkPath, startBulkServer } from './bulk.test-helper.ts'

const [ana, ben, cat] = [aUser('ana'), aUser('ben'), aUser('cat')]
const note = 'x'.repeat(9_990)

let bulks: BulkServer
let asAna: Record<string, string>
let number = 0

beforeAll(async () => {
  bulks = await startBulkServer(() => new Date('2026-03-02T10:00:00Z'))
  await insertWorkflow(bulks.db, { workflow_id: 'w' })
  asAna = await bulks.as('ana', 'reviewer')
  await insertPeople(bulks.db, [ben, cat], ['reviewer'])
  const rows = Array.from({ length: 120 }, () => aRow({ reviewers: [ana], notes: note }))
  number = await insertCertification(bulks.db, { certification_id: 'c', workflow_id: 'w' }, rows)
})
afterAll(() => bulks.server.close())

describe('a choice by ids', () => {
  const beyond = [9_007_199_254_740_991, 2_147_483_648]
  test.each([...beyond.map((first) => [first, 3]), [2_147_483_647, 2], [0, 100_001], [1, -1]])(
    'of %i and %i that follow is refused',
    async (first, length) => {
      for (const choice of [{ runs: [first, length] }, { except: [first, length] }]) {
        const answer = await bulks.post(asAna, bulkPath('nonsense', ':preview'), {
          choice,
          change: { decision: 'ACCEPTED' },
        })
        expect(answer.status).toBe(400)
      }
    },
  )
})

test('a page of rows is shorter where their notes are long, and goes on behind', async () => {
  const preview = await bulks.preview(asAna, 'c', { choice: {}, change: { decision: 'ACCEPTED' } })
  const seen: number[] = []
  for (let token = '', pages = 0; pages < 10; pages += 1) {
    const path = `${bulkPath('c', `/${preview.bulk_id}/rows`)}?page_size=2000${token && `&page_token=${token}`}`
    const response = await fetch(`${bulks.server.url}${path}`, { headers: asAna })
    const text = await response.text()
    expect(text.length).toBeLessThan(maxPageBytes * 1.1)
    const page = JSON.parse(text) as {
      values: { result_id: number }[]
      has_more: boolean
      next_page_token: string
    }
    seen.push(...page.values.map(({ result_id }) => result_id))
    if (!page.has_more) break
    token = page.next_page_token
  }
  expect(seen).toEqual(Array.from({ length: 120 }, (_, id) => id))
})

describe('rows that are given to others', () => {
  const given = { choice: {}, change: { reviewers: [{ user_type: ben.user_type, id: 'ben' }] } }

  test('go to nobody whom the preview has not shown', async () => {
    const preview = await bulks.preview(asAna, 'c', given)
    expect(preview.new_reviewers).toMatchObject([{ id: 'ben' }])
    await sql`INSERT INTO delegation (original_type, original_id, delegate_type, delegate_id)
      VALUES (${ben.user_type}, 'ben', ${cat.user_type}, 'cat')`.execute(bulks.db)
    expect(await bulks.run(asAna, preview)).toMatchObject({ difference: { rules: true } })
    expect((await bulks.rows(number)).every(({ version }) => version === 1)).toBe(true)
    expect((await bulks.preview(asAna, 'c', given)).new_reviewers).toMatchObject([
      { id: 'ben' },
      { id: 'cat' },
    ])
  })
})

test('a preview that was cancelled has not been run, and cannot be undone', async () => {
  const { bulk_id } = await bulks.preview(asAna, 'c', { choice: {}, change: { notes: 'seen' } })
  await bulks.post(asAna, bulkPath('c', `/${bulk_id}:cancel`), {})
  expect((await bulks.post(asAna, bulkPath('c', `/${bulk_id}:undo`), {})).status).toBe(400)
})
