/** Where a node stood in the text: UTF-16 offsets, `end` not included. Only the parser sets it; nothing depends on it. */
export interface Span {
  start: number
  end: number
}

export type CompareOp = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le'

export type Value = string | number | boolean | null

/** RFC 7644 figure 1, attrPath: `urn:name.sub`, spelled as in the text. */
export interface Path {
  urn?: string
  name: string
  sub?: string
}

export interface Cmp {
  kind: 'cmp'
  path: Path
  op: CompareOp
  value: Value
  span?: Span
  valueSpan?: Span
}

export interface Present {
  kind: 'present'
  path: Path
  span?: Span
}

/** `path[filter]`: one and the same element of `path` matches the whole inner filter. */
export interface ValuePath {
  kind: 'valuePath'
  path: Path
  filter: Filter
  span?: Span
}

interface Not {
  kind: 'not'
  filter: Filter
}

/** Two or more, as flat as the text was: parentheses around children of the same kind stay a node of their own. */
export type Filters = readonly [Filter, Filter, ...Filter[]]

interface And {
  kind: 'and'
  filters: Filters
}

interface Or {
  kind: 'or'
  filters: Filters
}

/** A filter of RFC 7644 section 3.4.2.2. */
export type Filter = Cmp | Present | ValuePath | Not | And | Or
