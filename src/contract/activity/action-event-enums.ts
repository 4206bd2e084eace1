/** One value of an enumeration: the name in the API, the word on the page, and the vendor's sentence about it. */
export type EnumValue = { readonly name: string; readonly label: string; readonly meaning: string }

/**
 * The nine execution states, in the order of their numbers (0 to 8). Page "Workflow Actions", "Action States",
 * which refers to "Triggered Workflows" for the sentences.
 */
export const actionStates = [
  { name: 'INITIAL', label: 'New', meaning: 'Created, not started yet' },
  { name: 'RUNNING', label: 'Running', meaning: 'Executing now' },
  { name: 'COMPLETED', label: 'Done', meaning: 'Finished successfully' },
  { name: 'ERRORED', label: 'Failed', meaning: 'Failed; the messages say why' },
  { name: 'SKIPPED', label: 'Skipped', meaning: 'Not run, because its conditions were not met' },
  { name: 'SCHEDULED', label: 'Scheduled', meaning: 'Planned for a later run' },
  { name: 'PENDING', label: 'Pending', meaning: 'Waits for a prerequisite' },
  { name: 'BLOCKED', label: 'Blocked', meaning: 'Held back by a safety limit' },
  { name: 'ABANDONED', label: 'Abandoned', meaning: 'Given up by hand' },
] as const satisfies readonly EnumValue[]

/** The fifteen action types, in the order of their numbers (0 to 14). Page "Workflow Actions", "Action Types". */
export const actionTypes = [
  { name: 'NONE', label: 'None', meaning: 'No action type specified' },
  {
    name: 'SYNC_IDENTITIES',
    label: 'Sync identities',
    meaning: 'Synchronize identity attributes to a target system',
  },
  {
    name: 'MANAGE_RELATIONSHIPS',
    label: 'Manage relationships',
    meaning: 'Add or remove identity from groups, roles, or entitlements',
  },
  { name: 'CREATE_EMAIL', label: 'Create email', meaning: 'Create an email address for the identity' },
  {
    name: 'DEPROVISION_IDENTITY',
    label: 'Deprovision identity',
    meaning: 'Deprovision (disable) an identity',
  },
  { name: 'ACCESS_PLAN', label: 'Access plan', meaning: 'Action controlled via an Access Plan' },
  {
    name: 'WRITE_BACK_EMAIL',
    label: 'Write back email',
    meaning: 'Write back an email address to an HRIS system',
  },
  { name: 'PAUSE', label: 'Pause', meaning: 'Pause workflow execution for a configured duration' },
  { name: 'SEND_NOTIFICATION', label: 'Send notification', meaning: 'Send a notification' },
  {
    name: 'CUSTOM_ACTION',
    label: 'Custom action',
    meaning: 'Execute a custom action (e.g., write ServiceNow table)',
  },
  {
    name: 'CREATE_ENTITLEMENT',
    label: 'Create entitlement',
    meaning: 'Create a role or group in the target system',
  },
  {
    name: 'CREATE_ACCESS_REVIEW',
    label: 'Create access review',
    meaning: 'Create an access review campaign',
  },
  { name: 'RESET_PASSWORD', label: 'Reset password', meaning: "Reset the identity's password" },
  { name: 'DELETE_IDENTITY', label: 'Delete identity', meaning: 'Permanently delete an identity' },
  { name: 'SEND_REST_PAYLOAD', label: 'Send REST payload', meaning: 'Send a formatted REST API payload' },
] as const satisfies readonly EnumValue[]

/** States after which an event no longer changes (veza-api A.9); an unknown state counts as still changing. */
const terminal: ReadonlySet<string> = new Set(['COMPLETED', 'ERRORED', 'SKIPPED', 'ABANDONED'])

/** Whether an event in this state has ended and will not change any more; false for an unknown state. */
export function isTerminal(state: string): boolean {
  return terminal.has(state)
}
