type Value = string | number | bigint | boolean | null | readonly string[] | Readonly<Record<string, unknown>>

const special = /[\\\t\n\r]/
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/** One row in the text format of COPY, with its line feed. Arrays are written as text[], objects as JSON. */
export function copyLine(values: readonly Value[]): string {
  let line = ''
  for (const [index, value] of values.entries()) {
    if (index > 0) line += '\t'
    line += copyValue(value)
  }
  return `${line}\n`
}

function copyValue(value: Value): string {
  if (value === null) return '\\N'
  if (typeof value === 'string') return escape(value)
  if (typeof value !== 'object') return String(value)
  return escape(isArray(value) ? arrayLiteral(value) : JSON.stringify(value))
}

function escape(text: string): string {
  return special.test(text)
    ? text.replace(/[\\\t\n\r]/g, (character) => escapes[character] ?? character)
    : text
}

function arrayLiteral(texts: readonly string[]): string {
  return `{${texts.map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`).join(',')}}`
}

function isArray(value: readonly string[] | Readonly<Record<string, unknown>>): value is readonly string[] {
  return Array.isArray(value)
}
