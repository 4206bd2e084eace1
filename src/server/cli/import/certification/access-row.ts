import type { StoredNode } from '../../../store/database/review-schema.ts'
import { type AccessRowInput, maxItems, rowKeyOf } from '../../../store/reviews/access/access-rows.ts'
import { checkKept } from '../file/extra.ts'
import * as read from '../file/fields.ts'
import { invisibleIn, trimInvisible } from '../file/invisible.ts'
import { withTexts } from '../file/number-text.ts'
import { type LineProblem, Wrong } from '../../../lines/problem.ts'

const nodes = ['source', 'destination', 'waypoint'] as const
type NodeName = (typeof nodes)[number]
type Between = ';' | RegExp
type AccessObject = Readonly<Record<string, unknown>>

/** The fields of a row of access that mean something to us; any other of an entity is one of its properties. */
export const accessFields = [
  ...nodes.flatMap((node) => [`${node}_type`, `${node}_id`, `${node}_name`]),
  'source_manager',
  'destination_owner',
  'raw_permissions',
  'effective_permissions',
  'reviewers',
] as const
export const requiredFields = ['source_type', 'source_id', 'destination_type', 'destination_id'] as const

const known: ReadonlySet<string> = new Set(accessFields)
const property = /^(source|destination|waypoint)_([A-Za-z_]\w{0,254})$/

/** Whether a row of access can have a field of this name. */
export function isAccessField(name: string): boolean {
  return known.has(name) || property.test(name)
}

/**
 * Reads one row of access from an object of values as JSON gives them. Gives the row for the store, or the first thing
 * that is wrong with it. `between` stands between the items of a list in one text.
 */
export function readAccessRow(object: AccessObject, between: Between = ';'): AccessRowInput | LineProblem {
  let field = ''
  const at = <T>(key: string, value: (raw: unknown) => T): T => {
    field = key
    return value(object[key] ?? undefined)
  }
  const node = (name: NodeName, properties: StoredNode['properties']): StoredNode => ({
    type: at(`${name}_type`, visibleId),
    id: at(`${name}_id`, visibleId),
    name: at(`${name}_name`, read.label),
    properties,
  })
  try {
    const properties = propertiesOf(object, (key) => {
      field = key
    })
    const source = node('source', properties.source)
    const destination = node('destination', properties.destination)
    const waypoint = hasWaypoint(object) ? node('waypoint', properties.waypoint) : null
    return {
      row_key: rowKeyOf(source, destination, waypoint),
      source,
      destination,
      waypoint,
      raw_permissions: at('raw_permissions', (value) => capped(list(value, between))),
      effective_permissions: at('effective_permissions', (value) => capped(list(value, between))),
      source_managers: at('source_manager', person),
      destination_owners: at('destination_owner', person),
      reviewers: at('reviewers', (value) => people(value, between)),
    }
  } catch (error) {
    if (error instanceof Wrong) return { field, error: error.message }
    throw error
  }
}

/**
 * An entity's further fields; a null or an empty text is no property, as in a spreadsheet. A number that would not come
 * back as it is written is kept as its text.
 */
function propertiesOf(
  object: AccessObject,
  begin: (key: string) => void,
): Readonly<Record<NodeName, StoredNode['properties']>> {
  const entries: Record<NodeName, [string, unknown][]> = { source: [], destination: [], waypoint: [] }
  for (const [key, value] of Object.entries(object)) {
    if (known.has(key)) continue
    // Its own name may be anything, and is not repeated.
    begin('')
    const [, node, name = ''] = property.exec(key) ?? []
    const nodeName = nodes.find((known) => known === node)
    if (!nodeName) throw new Wrong('has a key that is not a field of a row of access')
    begin(key)
    checkKept('is a property', value)
    if (value !== null && value !== '') entries[nodeName].push([name, withTexts(value)])
  }
  // fromEntries makes own properties even of a key like __proto__.
  return {
    source: Object.fromEntries(entries.source),
    destination: Object.fromEntries(entries.destination),
    waypoint: Object.fromEntries(entries.waypoint),
  }
}

function hasWaypoint(object: AccessObject): boolean {
  return Object.entries(object).some(
    ([key, value]) => key.startsWith('waypoint_') && value !== undefined && value !== null && value !== '',
  )
}

/** One reference to a person, or none. */
function person(value: unknown): string[] {
  const reference = trimInvisible(read.id(value))
  return reference === '' ? [] : [visible(reference)]
}

function people(value: unknown, between: Between): string[] {
  const references = list(value, between).map(trimInvisible)
  return capped([...new Set(references.filter((reference) => reference !== ''))].map(visible))
}

/** An id that has to be there, without what looks like nothing and would make it another id. */
function visibleId(value: unknown): string {
  return visible(read.requiredId(value))
}

function visible(text: string): string {
  const invisible = invisibleIn(text)
  if (invisible) throw new Wrong(`holds a character that cannot be seen: ${invisible}`)
  return text
}

/** A text with semicolons between its items, or an array of texts; empty items do not count, and one that stands twice counts once. */
function list(value: unknown, between: Between): string[] {
  const items = typeof value === 'string' ? value.split(between) : read.texts(value)
  const texts = [...new Set(items.map((item) => item.trim()).filter((item) => item !== ''))]
  for (const item of texts) read.item(item)
  return texts
}

/**
 * Of too many items just enough to be too many: their row is rejected together with all its lines, which are known when
 * the last one has been read.
 */
function capped(items: string[]): string[] {
  return items.slice(0, maxItems + 1)
}
