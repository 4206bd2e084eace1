import type { CompareOp } from '#scim/ast.ts'
import type { FieldRule, FieldTable } from '#scim/fields.ts'
import type { Tone } from '#ui/badge.tsx'
import type { IconName } from '#ui/icon.tsx'

/** One value of a field with a fixed set of values: its name in the API, its label and its meaning. */
export type Choice = {
  readonly name: string
  readonly label: string
  readonly meaning: string
  readonly icon?: IconName
  readonly tone?: Tone
}

/** What the filter control of one field needs. `ops` are the operators that the API allows for it. */
export type FilterSpec = {
  readonly field: string
  readonly label: string
  readonly kind: 'choice' | 'text' | 'yes-no' | 'number' | 'time'
  readonly ops: readonly CompareOp[]
  /** Whether text compares without case. */
  readonly fold: boolean
  readonly choices?: readonly Choice[]
  /** Spans that end now, where the address of the table can hold them. */
  readonly live?: readonly LiveSpan[]
}

/** A span of time that ends now: its name in addresses, and its label. */
export type LiveSpan = { readonly name: string; readonly label: string }

/** The label of a field, of its values, and of its live spans. */
export type FieldLabel = Pick<FilterSpec, 'label' | 'choices' | 'live'>

const kinds = {
  enum: 'choice',
  text: 'text',
  boolean: 'yes-no',
  integer: 'number',
  datetime: 'time',
} as const satisfies Record<FieldRule['type'], FilterSpec['kind']>

/** Makes a spec for each field, in the order of the field table. A field without a label shows its API name. */
export function filterSpecs(
  fields: FieldTable,
  labels: Readonly<Partial<Record<string, FieldLabel>>>,
): readonly FilterSpec[] {
  return Object.entries(fields).map(([field, rule]) => {
    const { label = field, choices, live } = labels[field] ?? {}
    const fold = rule.type === 'text' && rule.fold !== undefined
    const base = { field, label, kind: kinds[rule.type], ops: rule.ops, fold, ...(live && { live }) }
    return rule.type === 'enum' ? { ...base, choices: choices ?? rule.values.map(plain) } : base
  })
}

function plain(name: string): Choice {
  return { name, label: name, meaning: '' }
}
