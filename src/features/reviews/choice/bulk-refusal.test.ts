import { expect, test } from 'vitest'
import { Certification } from '#contract/reviews/certification.ts'
import { maxBulkRows } from '#contract/reviews/bulk.ts'
import type { ReviewViewer } from '#queries/reviews/rule-input.ts'
import { readerOf } from '#queries/reviews/rule-input.ts'
import { aPerson } from '#testing/result.ts'
import { bulkRefusal } from './bulk-refusal.ts'

const actions = ['accept', 'reject', 'clear', 'note', 'reassign', 'fix', 'sign off'] as const
const now = Date.parse('2026-03-10T12:00:00Z')

function viewer(role: string, settings: Record<string, unknown> = {}, more: object = {}): ReviewViewer {
  const certification = Certification.parse({
    certification_id: 'c1',
    workflow_id: 'w1',
    state: 'CERT_STATE_IN_PROGRESS',
    ...more,
  })
  const session = {
    actor: { id: 'ana', name: 'ana', roles: [role], user: aPerson('ana') },
    capabilities: { mode: 'local' },
    demo: false,
  }
  const context = { workflow_name: 'w', workflow_description: '', own: true, settings }
  const counts = { my_open_rows: 0, my_rows: 0, my_decided_rows: 0 }
  const attributes = { source: [], destination: [], waypoint: [] }
  return readerOf(certification, session, { ...context, ...counts, attributes })
}

const allowed = (who: ReviewViewer, rows = 2) =>
  actions.filter((action) => bulkRefusal(action, rows, who, now) === undefined)

test('a reviewer does all but mark rows as fixed, and who runs the review all', () => {
  expect(allowed(viewer('reviewer'))).toEqual(actions.filter((action) => action !== 'fix'))
  expect(allowed(viewer('admin'))).toEqual(actions)
})

test.each([
  ['allow_bulk_approve', 'accept'],
  ['allow_bulk_reject', 'reject'],
  ['allow_bulk_clear_decisions', 'clear'],
  ['allow_bulk_add_note', 'note'],
  ['allow_bulk_reassign', 'reassign'],
  ['allow_bulk_signoff', 'sign off'],
] as const)('%s switched off keeps reviewers from “%s” of two rows, not of one', (name, action) => {
  const settings = { reviewer_bulk_actions: { [name]: false } }
  const reviewer = viewer('reviewer', settings)
  expect(bulkRefusal(action, 2, reviewer, now)).toBe('Here reviewers do this to one row at a time.')
  expect(allowed(reviewer)).toHaveLength(5)
  expect(bulkRefusal(action, 1, reviewer, now)).toBeUndefined()
  expect(allowed(viewer('admin', settings))).toEqual(actions)
})

test('what no row may have done to it is not asked for: the rules of single rows say why', () => {
  const completed = viewer('admin', {}, { state: 'CERT_STATE_COMPLETED' })
  expect(allowed(completed)).toEqual([])
  expect(bulkRefusal('accept', 2, completed, now)).toBe('This review is completed.')
  const fixed = { allow_reviewers_to_reassign_rows: { reassign: 'NOT_ALLOWED' } }
  expect(bulkRefusal('reassign', 2, viewer('reviewer', fixed), now)).toBe(
    'Reviewers may not reassign rows here.',
  )
  expect(allowed({ ...viewer('admin'), isOthers: true })).toEqual([])
})

test('no row, and more than one change takes, are refused', () => {
  expect(bulkRefusal('accept', 0, viewer('admin'), now)).toBe('No row is chosen.')
  expect(bulkRefusal('accept', maxBulkRows, viewer('admin'), now)).toBeUndefined()
  expect(bulkRefusal('accept', maxBulkRows + 1, viewer('admin'), now)).toContain('At most 100,000 rows')
})
