const number = /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/

/**
 * Whether a number of JSON is the same number once JavaScript has read it: `1e-400` would be 0, `2.00000000000000000001`
 * would be 2, `9007199254740993` its neighbour, `1e999` none at all. `0.1` is kept, for it is written back as it came.
 */
export function isExactNumber(literal: string): boolean {
  const value = Number(literal)
  return Number.isFinite(value) && decimal(literal) === decimal(String(value))
}

/** The one spelling of all ways to write a number, without its sign: its digits and the power of ten of the last. */
function decimal(literal: string): string {
  const [, whole = '', fraction = '', exponent = '0'] = number.exec(literal) ?? []
  const digits = whole + fraction
  let from = 0
  let to = digits.length
  while (from < to && digits[from] === '0') from++
  while (to > from && digits[to - 1] === '0') to--
  return from === to
    ? '0'
    : `${digits.slice(from, to)}e${Number(exponent) - fraction.length + digits.length - to}`
}
