import type { ResultNode } from '#contract/reviews/result.ts'
import { foldText } from '#std/fold-text.ts'

/** The properties of an entity with their texts, in the order of their names; its type, id and name come first. */
export function propertiesOf(node: ResultNode): readonly (readonly [key: string, value: string])[] {
  const own = ['type', 'id', 'name'] as const
  const { properties } = node
  return [
    ...own.map((key) => [key, node[key]] as const),
    ...Object.keys(properties)
      .sort()
      // A property that is called like one of the entity's own keys lives beside it, under its full name.
      .map(
        (key) =>
          [own.some((name) => name === key) ? `properties.${key}` : key, textOf(properties[key])] as const,
      ),
  ]
}

/** Those of the properties whose name or value holds a text, in any case. */
export function withText<T extends readonly [string, string]>(
  properties: readonly T[],
  text: string,
): readonly T[] {
  const wanted = foldText(text.trim())
  return properties.filter((property) => property.some((part) => foldText(part).includes(wanted)))
}

/** A value as a reader may copy it: text as it is, lists of texts line by line, anything else as JSON. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join('\n')
  return JSON.stringify(value, null, typeof value === 'object' ? 1 : undefined)
}
