const textOrNumber = /"(?:[^"\\]|\\.)*"|-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?/g

/**
 * The place (counted from 1, in characters as JavaScript counts them) of the first number of a JSON text that is no whole
 * number and would be read as one: `1e-400` as 0, `1.99999999999999999` as 2. Undefined where there is none.
 */
export function inexactNumber(text: string): number | undefined {
  for (const token of text.matchAll(textOrNumber)) {
    const [literal, whole = '', fraction = '', exponent = '0'] = token
    if (literal.startsWith('"') || literal === whole) continue
    if (Number.isInteger(Number(literal)) && !isWhole(whole + fraction, Number(exponent) - fraction.length))
      return token.index + 1
  }
  return undefined
}

/** Whether so many digits times ten to that power are a whole number. */
function isWhole(digits: string, power: number): boolean {
  const significant = digits.replace(/0+$/, '')
  return significant === '' || /^0+$/.test(digits) || power + digits.length - significant.length >= 0
}
