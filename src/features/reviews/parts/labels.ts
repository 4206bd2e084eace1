import { type NodeName, nodeNames } from '#contract/reviews/result-fields.ts'
import { isolated } from '#std/isolate.ts'

/** What the screen calls the entities of a row: who has the access, to what, and by way of what. */
export const nodeLabels: Readonly<Record<NodeName, string>> = {
  source: 'Who',
  destination: 'What',
  waypoint: 'Through',
}

const common: Readonly<Record<string, string>> = { name: '', type: 'type', id: 'id' }

/** The words for an attribute of an entity: `Who`, `Who: type`, `What: department`. */
export function attributeLabel(node: NodeName, attribute: string): string {
  const word = common[attribute] ?? isolated(attribute.replaceAll('_', ' '))
  return word === '' ? nodeLabels[node] : `${nodeLabels[node]}: ${word}`
}

/** The words for a field of either filter. */
export const fieldLabels: Readonly<Record<string, string>> = {
  abstract_permissions: 'May',
  concrete_permissions: 'Raw permissions',
  decision: 'Decision',
  signed_off_state: 'Sign-off',
  notes: 'Note',
  reviewers: 'Reviewer',
}

/** The words for what rows are grouped by: `Who`, `What: department`, `Decision`. */
export function groupingLabel(by: string): string {
  const [first = '', attribute] = by.split('.')
  const node = nodeNames.find((name) => name === first)
  if (!node) return 'Decision'
  return attribute === undefined ? nodeLabels[node] : attributeLabel(node, attribute)
}
