import { expect, test } from 'vitest'
import { assignmentNotes } from './assignment-notes.ts'
import type { CertificationMade } from './certification-made.ts'

const told = (reasons: CertificationMade['assignment']['reasons']) =>
  assignmentNotes({
    assignment: { rows: 9, unassigned: 4, reasons, passedOver: new Map() },
    report: 'r.ndjson',
    heldUnassigned: false,
  } as unknown as CertificationMade)

const [own, denied, unroled] = ['OWN_ACCESS', 'DENIED', 'NO_ROLE'].map((reason) => (rows: number) => ({
  reasons: [reason],
  rows,
}))
if (!own || !denied || !unroled) throw new Error('there are three')

test('T26 reasons of as many rows are told in the order of their words, however they come', () => {
  const notes = told([own(1), denied(1), unroled(1)])
  expect(notes).toHaveLength(1)
  expect(told([unroled(1), denied(1), own(1)])).toEqual(notes)
  expect(told([denied(1), unroled(1), own(1)])).toEqual(notes)
})

test.each([[own], [denied], [unroled]])('T26 reasons of more rows are told first', (most) => {
  const rest = [own, denied, unroled].filter((one) => one !== most).map((one) => one(1))
  expect(told([...rest, most(2)])[0]).toMatch(
    /no reviewer: 2 because .+; 1 because .+; 1 because .+\. They are listed/,
  )
})
