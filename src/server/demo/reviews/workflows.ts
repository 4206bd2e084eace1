import type { WorkflowUser } from '#contract/people.ts'
import { ada, olivier } from './people.ts'

/** A kind of access that the demonstration's reviews are about. */
export type DemoWorkflow = {
  readonly workflow_id: string
  readonly name: string
  readonly description: string
  readonly notes: string
  readonly owner: WorkflowUser
  readonly source: string
  readonly waypoint: string
  readonly destination: string
  /** How often there is a waypoint. */
  readonly byWay: number
  readonly ways: readonly string[]
  readonly resources: readonly string[]
  /** What a row's system permissions can be, with what they come to. */
  readonly permissions: readonly { readonly raw: string; readonly effective: string }[]
  /** The condition of the query on who has the access. */
  readonly condition: { readonly property: string; readonly fn: string; readonly value: unknown }
}

const words = (text: string): string[] => text.split(' ')
const permissions = (...pairs: string[]) =>
  pairs.map((pair) => {
    const [raw = '', effective = ''] = pair.split('=')
    return { raw, effective }
  })

const salesforce: DemoWorkflow = {
  workflow_id: '5d2f7c10-90a4-4b8e-8d36-1f0e6a2b4c01',
  name: 'Salesforce administrators',
  description: 'Who may administer Salesforce, by permission set.',
  notes: 'Every quarter, before the release window closes.\nQuestions to the Salesforce platform team.',
  owner: olivier,
  source: 'OktaUser',
  waypoint: 'SalesforceProfile',
  destination: 'SalesforcePermissionSet',
  byWay: 0.35,
  ways: ['System Administrator', 'Standard User', 'Contract Manager', 'Solution Manager', 'Marketing User'],
  resources: words('Sales Service Marketing Billing Partner Analytics Einstein Field CPQ Commerce').flatMap(
    (area) => [
      `${area} Cloud Admin`,
      `${area} Data Export`,
      `${area} API Only`,
      `${area} View Setup`,
      `${area} Modify All Data`,
      `${area} Manage Users`,
      `${area} Reports & Dashboards`,
    ],
  ),
  permissions: permissions(
    'ModifyAllData=DataWrite',
    'ViewAllData=DataRead',
    'ManageUsers=MetadataWrite',
    'DataExport=DataRead',
    'DeleteRecords=DataDelete',
    'CreateRecords=DataCreate',
    'ViewSetup=MetadataRead',
    'CustomizeApplication=MetadataWrite',
  ),
  condition: { property: 'is_active', fn: 'EQ', value: true },
}

const snowflake: DemoWorkflow = {
  workflow_id: '5d2f7c10-90a4-4b8e-8d36-1f0e6a2b4c02',
  name: 'Snowflake data roles',
  description: 'Roles that read or change data in the warehouse.',
  notes: 'Roles ending in _PII need the privacy office as well.',
  owner: olivier,
  source: 'OktaUser',
  waypoint: 'OktaGroup',
  destination: 'SnowflakeRole',
  byWay: 0.9,
  ways: ['snowflake-analysts', 'snowflake-engineers', 'snowflake-finance', 'snowflake-données-RH'],
  resources: words('FINANCE HR SALES PRODUCT SUPPORT RISK').flatMap((area) => [
    `${area}_READ`,
    `${area}_WRITE`,
    `${area}_PII`,
    `${area}_OWNER`,
  ]),
  permissions: permissions(
    'SELECT=DataRead',
    'INSERT=DataCreate',
    'UPDATE=DataWrite',
    'DELETE=DataDelete',
    'OWNERSHIP=MetadataWrite',
    'USAGE=MetadataRead',
  ),
  condition: { property: 'department', fn: 'NOT_EQ', value: 'IT' },
}

const aws: DemoWorkflow = {
  workflow_id: '5d2f7c10-90a4-4b8e-8d36-1f0e6a2b4c03',
  name: 'AWS production access',
  description: 'Roles that can be assumed in production accounts.',
  notes: '',
  owner: ada,
  source: 'AzureADUser',
  waypoint: 'AzureADGroup',
  destination: 'AwsIamRole',
  byWay: 0.8,
  ways: ['aws-prod-breakglass', 'aws-prod-platform', 'aws-prod-data'],
  resources: words('eu-west us-east ap-south').flatMap((region) =>
    words('AdministratorAccess PowerUser ReadOnly DatabaseAdmin NetworkAdmin BillingViewer').map(
      (role) => `prod-${region}/${role}`,
    ),
  ),
  permissions: permissions(
    'iam:*=MetadataWrite',
    's3:GetObject=DataRead',
    's3:PutObject=DataWrite',
    's3:DeleteObject=DataDelete',
    'ec2:RunInstances=DataCreate',
    'rds:DescribeDBInstances=MetadataRead',
  ),
  condition: { property: 'mfa_enabled', fn: 'EQ', value: false },
}

const github: DemoWorkflow = {
  workflow_id: '5d2f7c10-90a4-4b8e-8d36-1f0e6a2b4c04',
  name: 'GitHub repositories',
  description: 'Who can write to or administer repositories with customer code.',
  notes: 'Bots are reviewed elsewhere.',
  owner: olivier,
  source: 'OktaUser',
  waypoint: 'GitHubTeam',
  destination: 'GitHubRepository',
  byWay: 0.7,
  ways: ['platform', 'payments', 'mobile', 'sécurité'],
  resources: words(
    'billing-api checkout-web ledger mobile-app infra-live identity-sync design-system data-lake',
  ).map((name) => `example/${name}`),
  permissions: permissions(
    'admin=MetadataWrite',
    'maintain=MetadataWrite',
    'push=DataWrite',
    'pull=DataRead',
    'triage=MetadataRead',
  ),
  condition: { property: 'is_contractor', fn: 'EQ', value: true },
}

const googleCloud: DemoWorkflow = {
  workflow_id: '5d2f7c10-90a4-4b8e-8d36-1f0e6a2b4c05',
  name: 'Google Cloud projects',
  description: 'Owners and editors of projects.',
  notes: 'Sandboxes are left out by the query.',
  owner: ada,
  source: 'GoogleWorkspaceUser',
  waypoint: 'GoogleGroup',
  destination: 'GoogleCloudProject',
  byWay: 0.5,
  ways: ['gcp-owners@example.com', 'gcp-editors@example.com', 'ml-forschung@example.com'],
  resources: words('payments-prod ml-training data-warehouse web-frontend observability identity-prod').map(
    (name) => `${name}-4821`,
  ),
  permissions: permissions(
    'roles/owner=MetadataWrite',
    'roles/editor=DataWrite',
    'roles/viewer=DataRead',
    'roles/storage.admin=DataDelete',
    'roles/bigquery.dataEditor=DataCreate',
  ),
  condition: { property: 'last_login_at', fn: 'LT', value: '30 days ago' },
}

/** The workflows of the demonstration. */
export const demoWorkflows = { salesforce, snowflake, aws, github, googleCloud } as const

/** The query of a workflow, in the shape that the vendor documents (veza-api B.20). */
export function queryOf({
  source,
  waypoint,
  destination,
  condition,
}: DemoWorkflow): Readonly<Record<string, unknown>> {
  const none = { nodes: [], nodes_operator: 'AND' }
  const some = (node_type: string, expression: unknown) => ({
    nodes: [
      {
        node_type,
        tags: [],
        conditions: [],
        condition_expression: expression,
        node_id: '',
        excluded_tags: [],
        count_conditions: [],
        direct_relationship_only: false,
        node_type_grouping_constraint: null,
      },
    ],
    nodes_operator: 'AND',
  })
  const expression = {
    operator: 'AND',
    specs: [{ ...condition, not: false }],
    tag_specs: [],
    child_expressions: [],
  }
  return {
    raw_permissions: null,
    effective_permissions: null,
    source_node_types: some(source, expression),
    required_intermediate_node_types: none,
    avoided_intermediate_node_types: none,
    destination_node_types: some(destination, null),
    waypoint_node_types: some(waypoint, null),
    no_relation: false,
  }
}
