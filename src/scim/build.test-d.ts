import { where } from './build.ts'
import { defineFields } from './fields.ts'

/** Nothing here runs: it is the type check that passes or fails. */
const fields = defineFields({
  state: { type: 'enum', ops: ['eq'], values: ['RUNNING', 'ERRORED'] },
  name: { type: 'text', ops: ['eq', 'co'], fold: 'case' },
  done: { type: 'boolean', ops: ['eq'] },
  jobs: { type: 'integer', ops: ['eq', 'gt'] },
  at: { type: 'datetime', ops: ['ge', 'lt'] },
  ended: { type: 'datetime', ops: ['eq', 'gt'], nullable: true },
})

where(fields, 'state', 'eq', 'ERRORED')
where(fields, 'name', 'co', 'x')
where(fields, 'done', 'eq', true)
where(fields, 'jobs', 'gt', 1)
where(fields, 'at', 'ge', '2026-01-01T00:00:00Z')
where(fields, 'ended', 'eq', null)

// @ts-expect-error a field that the table does not have
where(fields, 'nme', 'eq', 'x')
// @ts-expect-error an operator that the field does not take
where(fields, 'state', 'co', 'ERR')
// @ts-expect-error an order of names
where(fields, 'name', 'gt', 'x')
// @ts-expect-error a name that is not in the list
where(fields, 'state', 'eq', 'DONE')
// @ts-expect-error text for a boolean
where(fields, 'done', 'eq', 'true')
// @ts-expect-error text for a number
where(fields, 'jobs', 'eq', '1')
// @ts-expect-error a number for a date and time
where(fields, 'at', 'ge', 1767225600)
// @ts-expect-error null for a field that is never null
where(fields, 'name', 'eq', null)
// @ts-expect-error null with an order
where(fields, 'ended', 'gt', null)
// @ts-expect-error undefined is no value
where(fields, 'name', 'eq', undefined)

// @ts-expect-error a boolean has no order
defineFields({ done: { type: 'boolean', ops: ['gt'] } })
// @ts-expect-error a date and time is not searched as text
defineFields({ at: { type: 'datetime', ops: ['co'] } })
// @ts-expect-error an enum without its names
defineFields({ state: { type: 'enum', ops: ['eq'] } })
