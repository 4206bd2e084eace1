import type { Path } from './ast.ts'
import { isRow } from './logic.ts'

const coreSchema = 'urn:ietf:params:scim:schemas:core:'

/** The values that a path leads to: the elements of multi-valued attributes one by one, none where nothing is assigned. */
export function valuesAt(resource: unknown, path: Path): readonly unknown[] {
  const values = elements(attributeOf(holderOf(resource, path.urn), path.name))
  const { sub } = path
  return sub === undefined ? values : values.flatMap((value) => elements(attributeOf(value, sub)))
}

/** What a comparison sees of an element: of a complex one its `value` (RFC 7644 section 3.4.2.2). */
export function simpleValue(element: unknown): unknown {
  return isRow(element) ? (attributeOf(element, 'value') ?? element) : element
}

/** Whether an attribute counts as present: a text that is not empty, a complex value in which something is present. */
export function hasContent(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return false
  return typeof value === 'object' ? Object.values(value).some(hasContent) : true
}

/** Attributes of the core schemas stand in the resource itself, those of an extension under its URI (RFC 7643, 3.3). */
function holderOf(resource: unknown, urn: string | undefined): unknown {
  if (urn === undefined) return resource
  const extension = attributeOf(resource, urn)
  if (extension !== undefined) return extension
  return urn.toLowerCase().startsWith(coreSchema) ? resource : undefined
}

/** An own attribute, its name in any case. An element of a simple multi-valued attribute is its own `value`. */
function attributeOf(holder: unknown, name: string): unknown {
  const wanted = name.toLowerCase()
  if (!isRow(holder)) return wanted === 'value' ? holder : undefined
  const key = Object.keys(holder).find((own) => own.toLowerCase() === wanted)
  return key === undefined ? undefined : holder[key]
}

function elements(value: unknown): readonly unknown[] {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value]
  return all.filter((element) => element !== null && element !== undefined)
}
