import { expect } from 'vitest'
import * as z from 'zod/mini'

/*
 * The types of the page "Workflow Parameters Reference" in its own words. They are written out here and not taken from
 * the contract, which the server's replies are checked against anyway: both would have to be wrong to agree.
 */

const text = z.string().check(z.minLength(1))
const user = z.strictObject({ user_type: text, id: text, email: text, name: text })
const node = z.looseObject({ type: text, id: text, name: text })
const nodes = z.strictObject({ nodes: z.array(z.looseObject({ node_type: text })), nodes_operator: text })
const query = z.looseObject({
  source_node_types: nodes,
  destination_node_types: nodes,
  no_relation: z.boolean(),
})

const types = {
  string: text,
  'string (RFC 3339 timestamp)': z.iso.datetime(),
  int: z.int(),
  boolean: z.boolean(),
  'string list': z.array(text).check(z.minLength(1)),
  array: z.array(z.looseObject({ status: text, error_message: text })).check(z.minLength(1)),
  object: z.strictObject({ decision: text, note: z.string() }),
  'key:value pair': z.record(z.string(), z.unknown()),
  AccessCertState: z.enum(['CERT_STATE_SEARCHING', 'CERT_STATE_IN_PROGRESS', 'CERT_STATE_COMPLETED']),
  WorkflowUser: user,
  'Array of WorkflowUsers': z.array(user).check(z.minLength(1)),
  'WorkflowQuery object': query,
  'ResultNode object': node,
  'ActionLog array': z
    .array(z.looseObject({ action: text, user: z.looseObject({}), time: z.iso.datetime() }))
    .check(z.minLength(1)),
  'ReviewerAssignmentInstructions object': z.strictObject({
    fallback_reviewers: z.array(user),
    resource_managers: z.boolean(),
    reviewers: z.array(user),
    users_manager: z.boolean(),
  }),
} as const
export type SeedType = keyof typeof types

/** The value of a property of a reply; fails where it is absent or not of the type. */
export function propertyOf(reply: unknown, property: string, type: SeedType): unknown {
  const object = z.record(z.string(), z.unknown()).parse(reply)
  expect(Object.keys(object)).toContain(property)
  const value = object[property]
  const { error } = types[type].safeParse(value)
  expect(error?.issues ?? [], `${property} is not a ${type}: ${JSON.stringify(value)}`).toEqual([])
  return value
}
