import type { actionTypes } from '#contract/activity/action-event-enums.ts'

type ActionType = (typeof actionTypes)[number]['name']

/** One action of a workflow, with what a run of it usually looks like. */
export type Step = {
  readonly name: string
  readonly type: ActionType
  /** The median of its duration. */
  readonly seconds: number
  /** At most so many jobs; the fewest is one, unless this is 0. */
  readonly jobs: number
  /** How likely a run of it changes anything. */
  readonly changes: number
}

export type Workflow = { readonly name: string; readonly weight: number; readonly steps: readonly Step[] }

export type Policy = {
  readonly id: string
  readonly name: string
  readonly version: number
  readonly identityType: string
  readonly weight: number
  readonly workflows: readonly Workflow[]
}

/** What runs of an action type usually look like: seconds, jobs, share with changes. */
const usual: Readonly<Record<ActionType, readonly [number, number, number]>> = {
  NONE: [0.02, 0, 0],
  SYNC_IDENTITIES: [3.2, 2, 0.7],
  MANAGE_RELATIONSHIPS: [1.8, 6, 0.6],
  CREATE_EMAIL: [9, 1, 0.95],
  DEPROVISION_IDENTITY: [4, 2, 0.95],
  ACCESS_PLAN: [2.4, 4, 0.5],
  WRITE_BACK_EMAIL: [2.1, 1, 0.9],
  PAUSE: [9 * 86_400, 0, 0],
  SEND_NOTIFICATION: [0.4, 1, 0],
  CUSTOM_ACTION: [5, 1, 0.8],
  CREATE_ENTITLEMENT: [3, 1, 0.4],
  CREATE_ACCESS_REVIEW: [22, 1, 1],
  RESET_PASSWORD: [1.2, 1, 1],
  DELETE_IDENTITY: [6, 3, 1],
  SEND_REST_PAYLOAD: [0.9, 1, 0],
}

function step(type: ActionType, name: string): Step {
  const [seconds, jobs, changes] = usual[type]
  return { name, type, seconds, jobs, changes }
}

const employees: Policy = {
  id: '0190c1d2-51a0-7b3e-9a41-6f0c2d9e1a01',
  name: 'Employees (Workday)',
  version: 7,
  identityType: 'OktaUser',
  weight: 58,
  workflows: [
    {
      name: 'Joiner',
      weight: 26,
      steps: [
        step('SYNC_IDENTITIES', 'Sync AD user'),
        step('CREATE_EMAIL', 'Create mailbox'),
        step('WRITE_BACK_EMAIL', 'Write email back to Workday'),
        step('MANAGE_RELATIONSHIPS', 'Add to birthright groups'),
        step('SEND_NOTIFICATION', 'Welcome the new colleague'),
      ],
    },
    {
      name: 'Joiner before the first day',
      weight: 8,
      steps: [
        step('NONE', 'Offer accepted'),
        step('SYNC_IDENTITIES', 'Create AD user, disabled'),
        step('PAUSE', 'Wait for the first day'),
        step('RESET_PASSWORD', 'Set first password'),
        step('SEND_NOTIFICATION', 'Tell the manager'),
      ],
    },
    {
      name: 'Mover',
      weight: 47,
      steps: [
        step('SYNC_IDENTITIES', 'Sync AD user'),
        step('MANAGE_RELATIONSHIPS', 'Change department groups'),
        step('ACCESS_PLAN', 'Apply access plan of the new role'),
        step('SEND_NOTIFICATION', 'Tell both managers'),
      ],
    },
    {
      name: 'Leaver',
      weight: 19,
      steps: [
        step('DEPROVISION_IDENTITY', 'Disable Okta user'),
        step('MANAGE_RELATIONSHIPS', 'Remove from all groups'),
        step('CUSTOM_ACTION', 'Close ServiceNow requests'),
        step('PAUSE', 'Keep until the agreed day'),
        step('DELETE_IDENTITY', 'Delete AD user'),
      ],
    },
  ],
}

const contractors: Policy = {
  id: '0190c1d2-51a0-7b3e-9a41-6f0c2d9e1a02',
  name: 'Contractors (Fieldglass)',
  version: 3,
  identityType: 'AzureADUser',
  weight: 27,
  workflows: [
    {
      name: 'Contractor joiner',
      weight: 60,
      steps: [
        step('SYNC_IDENTITIES', 'Create Entra guest'),
        step('MANAGE_RELATIONSHIPS', 'Add to contractor groups'),
        step('SEND_REST_PAYLOAD', 'Order badge'),
        step('SEND_NOTIFICATION', 'Tell the sponsor'),
      ],
    },
    {
      name: 'Contract extended',
      weight: 22,
      steps: [
        step('SYNC_IDENTITIES', 'Sync Entra guest'),
        step('ACCESS_PLAN', 'Renew access plan'),
        step('CREATE_ACCESS_REVIEW', 'Ask the sponsor for a review'),
      ],
    },
    {
      name: 'Contractor leaver',
      weight: 18,
      steps: [
        step('DEPROVISION_IDENTITY', 'Block Entra guest'),
        step('MANAGE_RELATIONSHIPS', 'Remove from contractor groups'),
        step('SEND_REST_PAYLOAD', 'Return badge 50% / 100%'),
      ],
    },
  ],
}

const plants: Policy = {
  id: 'plants-hamburg-kraków',
  name: 'Plants Hamburg & Kraków',
  version: 12,
  identityType: 'ActiveDirectoryUser',
  weight: 15,
  workflows: [
    {
      name: 'Eintritt',
      weight: 40,
      steps: [
        step('SYNC_IDENTITIES', 'Konto in AD anlegen'),
        step('CREATE_ENTITLEMENT', 'Gruppe der Schicht anlegen'),
        step('MANAGE_RELATIONSHIPS', 'In Gruppe „Maschinenführer“ aufnehmen'),
        step('SEND_NOTIFICATION', 'Vorgesetzte benachrichtigen 📣'),
      ],
    },
    {
      name: 'Zmiana działu',
      weight: 35,
      steps: [
        step('SYNC_IDENTITIES', 'Synchronizuj konto AD'),
        step('MANAGE_RELATIONSHIPS', 'Zmień grupy wg działu'),
        step('CUSTOM_ACTION', 'Zgłoszenie w SAP/HR'),
      ],
    },
    {
      name: 'Austritt',
      weight: 25,
      steps: [
        step('DEPROVISION_IDENTITY', 'Konto sperren'),
        step('PAUSE', 'Aufbewahrungsfrist'),
        step('DELETE_IDENTITY', 'Konto löschen'),
      ],
    },
  ],
}

/** The policies of the demonstration. */
export const policies: readonly Policy[] = [employees, contractors, plants]
