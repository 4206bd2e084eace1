import { parse } from 'csv-parse/sync'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Bulk, BulkRow } from '#contract/reviews/bulk.ts'
import { aNode, aRow, aUser, insertCertification, insertWorkflow } from '#testing/review-data.ts'
import { type BulkServer, bulkPath, startBulkServer } from './bulk.test-helper.ts'

type Headers = Record<string, string>
const [ana, ben, olga] = [aUser('ana'), aUser('ben'), aUser('olga')]
const accept = { decision: 'ACCEPTED', notes: 'as before' }

let bulks: BulkServer
let asAna: Headers
let asBen: Headers
let staff: Readonly<Record<string, Headers>> = {}
let bulk: Bulk
let number = 0
beforeAll(async () => {
  bulks = await startBulkServer()
  await insertWorkflow(bulks.db, { workflow_id: 'w', owner: olga })
  asAna = await bulks.as('ana', 'reviewer')
  asBen = await bulks.as('ben', 'reviewer')
  staff = {
    admin: await bulks.as('root', 'admin'),
    auditor: await bulks.as('aud', 'auditor'),
    'the operator who runs it': await bulks.as('olga', 'operator'),
  }
  const open = Array.from({ length: 5 }, (_, at) =>
    aRow({
      reviewers: [ana],
      source: aNode('OktaUser', at === 0 ? '=1+1' : `source "${at}", of Ana`),
      waypoint: at === 1 ? aNode('Role', 'by role') : null,
    }),
  )
  number = await insertCertification(bulks.db, { certification_id: 'c', workflow_id: 'w' }, [
    ...open,
    aRow({ reviewers: [ana], decision: 'RESULT_DECISION_REJECTED', notes: 'not hers' }),
    aRow({ reviewers: [ana], decision: 'RESULT_DECISION_ACCEPTED', signed_off_state: 'SIGNED_OFF' }),
    aRow({ reviewers: [ben] }),
  ])
  bulk = await bulks.preview(asAna, 'c', { choice: {}, change: accept })
})
afterAll(() => bulks.server.close())

const path = (rest = '') => bulkPath('c', `/${bulk.bulk_id}${rest}`)
type Listed = {
  readonly values: BulkRow[]
  readonly has_more: boolean
  readonly next_page_token: string
  hidden: number
}
const rows = async (query: string, headers = asAna) =>
  (await bulks.get(headers, path(`/rows${query}`))).body as Listed
const idsOf = ({ values }: Listed) => values.map(({ result_id }) => result_id)
async function receipt(headers = asAna) {
  const answer = await fetch(bulks.server.url + path('/receipt'), { headers })
  const name = answer.headers.get('content-disposition')
  return { name, type: answer.headers.get('content-type'), text: await answer.text() }
}

describe('before it is run', () => {
  test('its rows are paged, by what becomes of them', async () => {
    const first = await rows('?page_size=4')
    expect(first).toMatchObject({ has_more: true, hidden: 0 })
    expect(idsOf(first)).toEqual([0, 1, 2, 3])
    expect(first.values[1]).toMatchObject({
      source_name: 'source "1", of Ana',
      waypoint_name: 'by role',
      destination_name: 'reports',
      before: { decision: 'RESULT_DECISION_NONE', notes: '', signed_off: false },
      others: false,
      left_out: null,
      outcome: null,
    })
    const second = await rows(`?page_size=4&page_token=${first.next_page_token}`)
    expect(second).toMatchObject({ has_more: false, next_page_token: '' })
    expect(idsOf(second)).toEqual([4, 5, 6])
    expect(idsOf(await rows('?outcome=WAITING&page_size=2'))).toEqual([0, 1])
    expect(idsOf(await rows('?left_out=SIGNED_OFF'))).toEqual([6])
    expect(idsOf(await rows('?outcome=DONE'))).toEqual([])
    expect((await bulks.get(asAna, path('/rows?outcome=MAYBE'))).status).toBe(400)
  })

  test('it is no change of the certification yet, and its file says that it was not run', async () => {
    expect((await bulks.get(asAna, bulkPath('c'))).body).toMatchObject({ values: [], has_more: false })
    expect((await receipt()).name).toMatch(/bulk-receipt-not-run-\d{8}-\d{6}Z\.csv/)
  })
})

describe('once it runs', () => {
  test('the file of one that is not at its end says so', async () => {
    await bulks.run(asAna, bulk)
    const { name, text } = await receipt()
    expect(name).toMatch(/bulk-receipt-still-running-incomplete-/)
    expect(parse(text, { columns: true })).toHaveLength(7)
  })

  test('the file has each row with what it was and what has become of it, safe for a spreadsheet', async () => {
    await bulks.work(bulk)
    const { name, type, text } = await receipt()
    expect(name).toMatch(/"bulk-receipt-\d{8}-\d{6}Z\.csv"/)
    expect(type).toBe('text/csv; charset=utf-8')
    const lines = parse<Record<string, string>>(text, { columns: true })
    expect(lines.map(({ source_name }) => source_name).slice(0, 2)).toEqual(["'=1+1", 'source "1", of Ana'])
    expect(
      lines.map((line) => [
        line.result_id,
        line.decision_before,
        line.note_before,
        line.left_out,
        line.outcome,
      ]),
    ).toEqual([
      ...['0', '1', '2', '3', '4'].map((id) => [id, 'RESULT_DECISION_NONE', '', '', 'DONE']),
      ['5', 'RESULT_DECISION_REJECTED', 'not hers', 'DECIDED_BY_OTHERS', ''],
      ['6', 'RESULT_DECISION_ACCEPTED', '', 'SIGNED_OFF', ''],
    ])
    const { value } = (await bulks.get(asAna, path())).body as { value: Bulk }
    const { started_at, ended_at } = value
    expect(lines[1]).toMatchObject({
      source_type: 'OktaUser',
      waypoint_type: 'Role',
      destination_name: 'reports',
      bulk_id: bulk.bulk_id,
      certification_id: 'c',
      asked_change: 'RESULT_DECISION_ACCEPTED',
      asked_note: 'as before',
      asked_reviewers: '',
      made_by: 'ana ana@example.com',
      started_at,
      ended_at,
    })
    expect(lines[1]?.source_id).not.toBe('')
    expect([lines[0]?.waypoint_type, lines[0]?.waypoint_id]).toEqual(['', ''])
  })

  test.each([
    ['FAILED', 'bulk-receipt-failed-incomplete-'],
    ['CANCELLED', 'bulk-receipt-cancelled-'],
  ])('the file of one that ended as %s says so in its name', async (state, name) => {
    const become = (now: string) =>
      sql`UPDATE bulk SET state = ${now} WHERE bulk_id = ${bulk.bulk_id}`.execute(bulks.db)
    await become(state)
    expect((await receipt()).name).toContain(name)
    await become('DONE')
  })

  test.each(['admin', 'auditor', 'the operator who runs it'])('%s sees it whole', async (who) => {
    const headers = staff[who] ?? {}
    expect(await rows('', headers)).toMatchObject({ hidden: 0, values: { length: 7 } })
    expect((await bulks.get(headers, bulkPath('c'))).body).toMatchObject({
      values: [{ bulk_id: bulk.bulk_id }],
    })
    expect(parse((await receipt(headers)).text, { columns: true })).toHaveLength(7)
  })

  test('who sees it and has not made it neither runs nor stops it', async () => {
    for (const verb of [':run', ':cancel'])
      expect((await bulks.post(staff.admin ?? {}, path(verb))).status).toBe(403)
  })

  test('a reviewer of the same certification sees none of it', async () => {
    expect((await bulks.get(asBen, bulkPath('c'))).body).toMatchObject({ values: [], has_more: false })
    for (const rest of ['', '/rows', '/receipt'])
      expect((await bulks.get(asBen, path(rest))).status).toBe(404)
  })

  test('the history of a row says that it was one of many, and the documented log does not', async () => {
    const history = await bulks.get(asAna, '/app/v1/certifications/c/results/0/history')
    expect(history.body).toMatchObject({ values: [{ action: 'DECISION', in_bulk: bulk.bulk_id }] })
    const documented = await bulks.get(asAna, '/api/preview/awf/certifications/c/results/0')
    expect(documented.body).toMatchObject({ value: { action_log_entries: [{ action: 'DECISION' }] } })
    expect(JSON.stringify(documented.body)).not.toContain(bulk.bulk_id)
  })
})

describe('who has made it and sees some rows no more', () => {
  test('has its numbers and what they see, and is told how many rows they do not', async () => {
    await sql`DELETE FROM result_reviewer WHERE certification = ${number} AND result_id IN (0, 1)`.execute(
      bulks.db,
    )
    const listed = await rows('')
    expect(listed.hidden).toBe(2)
    expect(idsOf(listed)).toEqual([2, 3, 4, 5, 6])
    expect(await rows('?outcome=DONE&page_size=1')).toMatchObject({ hidden: 2, values: [{ result_id: 2 }] })
    expect(await rows('?left_out=SIGNED_OFF')).toMatchObject({ hidden: 0 })
    expect((await bulks.get(asAna, path())).body).toMatchObject({ value: { total: 7, to_change: 5 } })
    const { name, text } = await receipt()
    expect(name).toContain('-without-2-rows-')
    expect(text).not.toContain('1+1')
    expect(parse(text, { columns: true })).toHaveLength(5)
  })

  test('keeps it after the review has ended, when they see no row', async () => {
    await sql`UPDATE certification SET state = 'CERT_STATE_COMPLETED', completed_at = started_at`.execute(
      bulks.db,
    )
    expect((await bulks.get(asAna, '/api/preview/awf/certifications/c')).status).toBe(404)
    expect((await bulks.get(asAna, bulkPath('c'))).body).toMatchObject({
      values: [{ bulk_id: bulk.bulk_id }],
    })
    expect(await rows('')).toMatchObject({ values: [], hidden: 7 })
    expect((await bulks.get(asBen, bulkPath('c'))).status).toBe(404)
  })
})
