import { expect, test } from 'vitest'
import { ActionEvent, actionEventKeys } from './activity/action-event.ts'
import { actionStates, actionTypes, isTerminal } from './activity/action-event-enums.ts'
import { actionEventFields } from './fields.ts'

test('thirteen fields with exactly the documented operators; two of them fold case', () => {
  expect(
    Object.fromEntries(Object.entries(actionEventFields).map(([name, rule]) => [name, rule.ops.join(' ')])),
  ).toEqual({
    state: 'eq',
    policy_task: 'eq',
    action_name: 'eq co',
    action_type: 'eq',
    policy_id: 'eq',
    workflow_name: 'eq co',
    identity_id: 'eq co sw ew',
    identity_name: 'eq co sw ew',
    started_at: 'gt ge lt le',
    completed_at: 'gt ge lt le',
    any_changes: 'eq',
    extraction_event: 'eq',
    jobs_started: 'eq',
  })
  const folding = Object.entries(actionEventFields).filter(([, rule]) => 'fold' in rule)
  expect(folding.map(([name]) => name)).toEqual(['action_name', 'identity_name'])
})

test('nine states and fifteen types, each with a sentence, in the order of their numbers', () => {
  expect(actionStates.map((state) => state.name).join(' ')).toBe(
    'INITIAL RUNNING COMPLETED ERRORED SKIPPED SCHEDULED PENDING BLOCKED ABANDONED',
  )
  expect(actionTypes).toHaveLength(15)
  expect(actionTypes[0].name).toBe('NONE')
  expect(actionTypes[14].name).toBe('SEND_REST_PAYLOAD')
  expect(
    [...actionStates, ...actionTypes].every((value) => value.meaning.length > 5 && value.label.length > 2),
  ).toBe(true)
  expect(actionStates.filter((state) => isTerminal(state.name)).map((state) => state.name)).toEqual([
    'COMPLETED',
    'ERRORED',
    'SKIPPED',
    'ABANDONED',
  ])
})

test('every filterable field is a key of the event; a reply is read openly', () => {
  expect(
    Object.keys(actionEventFields).filter((name) => !actionEventKeys.some((key) => key === name)),
  ).toEqual([])
  const event = ActionEvent.parse({
    policy_task: 't',
    action_name: 'n',
    action_type: 'NEXT_YEAR',
    state: 'WAITING',
    more: { a: 1 },
  })
  expect(event).toMatchObject({
    action_type: 'NEXT_YEAR',
    state: 'WAITING',
    more: { a: 1 },
    started_at: null,
    messages: [],
  })
})
