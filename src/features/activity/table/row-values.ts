import type { ActionEvent } from '#contract/activity/action-event.ts'
import { type ActionEventField, actionEventFields } from '#contract/fields.ts'
import type { RowValue } from '#table/cell-filters/value-choices.tsx'
import { stateOf, typeOf } from '../choices.ts'
import { labels } from '../labels.ts'

/** The fields that a cell shows, where they are not the one that its column is called by. */
const fieldsOfColumns: Readonly<Record<string, readonly ActionEventField[]>> = {
  identity_name: ['identity_name', 'identity_id'],
}

const names = Object.keys(actionEventFields)

/**
 * What the list can be filtered by of an event: of one column (its id), or of all. Only fields that the API compares with
 * `eq`; an empty text is a value too, and what is not there at all (null) is none.
 */
export function valuesOfEvent(event: ActionEvent, column?: string): readonly RowValue[] {
  const fields = column === undefined ? names : (fieldsOfColumns[column] ?? [column])
  return fields.flatMap((field) => valueOf(event, field) ?? [])
}

/** The value of one field, undefined where the list cannot be filtered by it. */
export function valueOf(event: ActionEvent, field: string): RowValue | undefined {
  if (!isField(field) || !actionEventFields[field].ops.some((op) => op === 'eq')) return undefined
  const value = event[field]
  if (value === null) return undefined
  return { field, value, label: labels[field], text: textOf(field, value) }
}

function isField(name: string): name is ActionEventField {
  return Object.hasOwn(actionEventFields, name)
}

function textOf(field: ActionEventField, value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (value === '') return 'empty'
  if (field === 'state') return stateOf(String(value)).label
  if (field === 'action_type') return typeOf(String(value)).label
  return String(value)
}
