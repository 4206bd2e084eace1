import { expect, test } from 'vitest'
import { actionTypes } from './action-event-enums.ts'

/** The table "Action Types" of the page "Workflow Actions", word for word. */
const documented = [
  ['NONE', 'No action type specified'],
  ['SYNC_IDENTITIES', 'Synchronize identity attributes to a target system'],
  ['MANAGE_RELATIONSHIPS', 'Add or remove identity from groups, roles, or entitlements'],
  ['CREATE_EMAIL', 'Create an email address for the identity'],
  ['DEPROVISION_IDENTITY', 'Deprovision (disable) an identity'],
  ['ACCESS_PLAN', 'Action controlled via an Access Plan'],
  ['WRITE_BACK_EMAIL', 'Write back an email address to an HRIS system'],
  ['PAUSE', 'Pause workflow execution for a configured duration'],
  ['SEND_NOTIFICATION', 'Send a notification'],
  ['CUSTOM_ACTION', 'Execute a custom action (e.g., write ServiceNow table)'],
  ['CREATE_ENTITLEMENT', 'Create a role or group in the target system'],
  ['CREATE_ACCESS_REVIEW', 'Create an access review campaign'],
  ['RESET_PASSWORD', "Reset the identity's password"],
  ['DELETE_IDENTITY', 'Permanently delete an identity'],
  ['SEND_REST_PAYLOAD', 'Send a formatted REST API payload'],
] as const

test.each(documented)('%s: %s', (name, meaning) => {
  expect(actionTypes.find((type) => type.name === name)?.meaning).toBe(meaning)
})

test('there are no other types, and their order is that of the table', () => {
  expect(actionTypes.map((type) => type.name)).toEqual(documented.map(([name]) => name))
})
