import type { WorkflowUser } from '#contract/people.ts'
import { ada, olivier } from './people.ts'
import type { Progress } from './play.ts'
import { type DemoWorkflow, demoWorkflows } from './workflows.ts'

/** A certification of the demonstration. Times are days before (negative) or after the moment `until`. */
export type DemoCertification = {
  readonly certification_id: string
  readonly workflow: DemoWorkflow
  readonly name: string
  readonly notes: string
  readonly creator: WorkflowUser
  readonly created: number
  readonly due: number
  readonly kind: 'searching' | 'failed' | 'draft' | 'in progress' | 'expired' | 'completed'
  /** When it was completed, for one that is. */
  readonly completed?: number
  /** Whether it was made from the access of the quarter before. */
  readonly previous?: boolean
  readonly progress?: Pick<Progress, 'decided' | 'signed' | 'fixed'>
}

const { salesforce, snowflake, aws, github, googleCloud } = demoWorkflows
const id = (last: string) => `c3a9d0e4-61b7-4f25-a8d2-70e5b1f4${last}`
const all = { decided: 1, signed: 1, fixed: 0.8 }

function previous(
  last: string,
  workflow: DemoWorkflow,
  name: string,
  creator: WorkflowUser,
): DemoCertification {
  return {
    certification_id: id(last),
    workflow,
    name,
    notes: '',
    creator,
    created: -104,
    due: -83,
    completed: -85,
    kind: 'completed',
    previous: true,
    progress: all,
  }
}

/** The certifications of the demonstration in the order in which they were created. */
export const demoCertifications: readonly DemoCertification[] = [
  previous('0001', salesforce, 'Q3 Salesforce admins', olivier),
  previous('0002', snowflake, 'Snowflake data roles, Q3', olivier),
  previous('0003', aws, 'AWS production access, August', ada),
  previous('0004', github, 'GitHub repositories, Q3', olivier),
  previous('0005', googleCloud, 'Google Cloud projects, Q2', ada),
  {
    certification_id: id('0011'),
    workflow: googleCloud,
    name: 'Google Cloud projects, Q3',
    notes: 'Done. The rejected projects go to the cleanup of next month.',
    creator: ada,
    created: -24,
    due: -2,
    completed: -3,
    kind: 'completed',
    progress: { decided: 1, signed: 1, fixed: 0.3 },
  },
  {
    certification_id: id('0012'),
    workflow: aws,
    name: 'AWS production access, November',
    notes: 'Nobody answered for the rest in time.',
    creator: ada,
    created: -16,
    due: -2,
    kind: 'expired',
    progress: { decided: 0.7, signed: 0.8, fixed: 0.2 },
  },
  {
    certification_id: id('0013'),
    workflow: salesforce,
    name: 'Q4 Salesforce admins',
    notes: 'Please begin with the contractors.\nThe release window closes with the due date.',
    creator: olivier,
    created: -12,
    due: 9,
    kind: 'in progress',
    progress: { decided: 0.18, signed: 0.35, fixed: 0.1 },
  },
  {
    certification_id: id('0014'),
    workflow: snowflake,
    name: 'Snowflake data roles, Q4',
    notes: '',
    creator: olivier,
    created: -9,
    due: 1,
    kind: 'in progress',
    progress: { decided: 0.55, signed: 0.5, fixed: 0.2 },
  },
  {
    certification_id: id('0015'),
    workflow: github,
    name: '',
    notes: 'Without a name, as many are.',
    creator: olivier,
    created: -6,
    due: 0.2,
    kind: 'in progress',
    progress: { decided: 0.97, signed: 0.9, fixed: 0.2 },
  },
  {
    certification_id: id('0016'),
    workflow: googleCloud,
    name: 'Google Cloud projects, Q4',
    notes: '',
    creator: ada,
    created: -1,
    due: 20,
    kind: 'failed',
  },
  {
    certification_id: id('0017'),
    workflow: aws,
    name: 'AWS production access, December',
    notes: 'Not announced yet.',
    creator: ada,
    created: -0.5,
    due: 28,
    kind: 'draft',
  },
  {
    certification_id: id('0018'),
    workflow: github,
    name: 'GitHub repositories, contractors only',
    notes: '',
    creator: olivier,
    created: -0.001,
    due: 14,
    kind: 'searching',
  },
]
