import type { StoredNode } from '../../store/database/review-schema.ts'
import { type AccessRowInput, rowKeyOf } from '../../store/reviews/access/access-rows.ts'
import { personName } from '../names.ts'
import type { Random } from '../random.ts'
import { grace, managers, nikos, zoryana } from './people.ts'
import type { DemoWorkflow } from './workflows.ts'

type Who = { readonly node: StoredNode; readonly manager: string }
type Resource = { readonly node: StoredNode; readonly owner: string }

type Path = { readonly who: Who; readonly resource: Resource; readonly waypoint: StoredNode | null }

const departments = ['Sales', 'Finance', 'Support', 'Engineering', 'IT', 'Vertrieb Süd', 'Marketing', 'Legal']
const titles = [
  'Account Executive',
  'Analyst',
  'Engineer',
  'Team Lead',
  'Director',
  'Contractor',
  'Sachbearbeiterin',
  'VP',
]
const day = 24 * 3600 * 1000
/** So many of the resources each of them can reach, on the average. */
const share = 0.22

/** Makes so many rows of access for a workflow; `until` in milliseconds is the moment after which nobody logged in. */
export function* demoAccess(
  workflow: DemoWorkflow,
  count: number,
  random: Random,
  until: number,
): Generator<AccessRowInput> {
  const resources = workflow.resources.map((name) => resourceOf(workflow, name, random))
  const ways = workflow.ways.map(
    (name): StoredNode => ({
      type: workflow.waypoint,
      id: `${workflow.waypoint}:${name}`,
      name,
      properties: { member_count: random.between(3, 400) },
    }),
  )
  let left = count
  for (let number = 0; left > 0; number++) {
    const who = whoOf(workflow, number, random, until)
    for (const resource of resources) {
      if (left === 0 || !random.happens(share)) continue
      left--
      const waypoint = random.happens(workflow.byWay) ? random.pick(ways) : null
      yield accessOf(workflow, { who, resource, waypoint }, random)
    }
  }
}

function resourceOf({ destination }: DemoWorkflow, name: string, random: Random): Resource {
  const properties = {
    environment: random.pick(['production', 'production', 'staging']),
    risk_level: random.pick(['LOW', 'MEDIUM', 'HIGH', 'CRITICAL']),
    created_at: `20${random.between(17, 24)}-0${random.between(1, 9)}-1${random.between(0, 9)}T09:00:00Z`,
  }
  return {
    node: { type: destination, id: `${destination}:${name}`, name, properties },
    owner: random.pick(managers).email,
  }
}

function whoOf({ source }: DemoWorkflow, number: number, random: Random, until: number): Who {
  // Reviewers have access too, which they had better not review themselves.
  const known = [grace, nikos, zoryana].filter((user) => user.user_type === source)[number]
  const name = known?.name ?? personName(random)
  const id = known?.id ?? `${source.slice(0, 3).toLowerCase()}-${random.hex(8)}${number}`
  const email = known?.email ?? `user${number}.${random.hex(4)}@example.com`
  const active = random.happens(0.93)
  const properties = {
    email,
    is_active: active,
    mfa_enabled: random.happens(0.85),
    is_contractor: random.happens(0.15),
    department: random.pick(departments),
    title: random.pick(titles),
    employee_id: `E${10_000 + number}`,
    last_login_at: new Date(until - random.between(0, active ? 45 : 400) * day).toISOString(),
  }
  return {
    node: { type: source, id, name, properties },
    manager: random.happens(0.97) ? random.pick(managers).email : '',
  }
}

function accessOf(workflow: DemoWorkflow, { who, resource, waypoint }: Path, random: Random): AccessRowInput {
  const first = random.between(0, workflow.permissions.length - 1)
  const held = workflow.permissions.slice(first, first + random.between(1, 4))
  return {
    row_key: rowKeyOf(who.node, resource.node, waypoint),
    source: who.node,
    destination: resource.node,
    waypoint,
    raw_permissions: held.map(({ raw }) => raw),
    effective_permissions: [...new Set(held.map(({ effective }) => effective))].toSorted(),
    source_managers: who.manager === '' ? [] : [who.manager],
    destination_owners: [resource.owner],
    reviewers: [],
  }
}
