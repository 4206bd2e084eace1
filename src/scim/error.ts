const messages = {
  empty: 'The filter is empty.',
  tooLong: 'The filter is too long.',
  tooDeep: 'The filter has too many parentheses inside each other.',
  tooManyClauses: 'The filter has too many conditions.',
  expectedAttribute: 'A field name or an opening parenthesis is expected here.',
  badName:
    'This is not a field name: it starts with a letter and has letters, digits, - and _, and one dot at most.',
  expectedOperator: 'One of eq, ne, co, sw, ew, gt, ge, lt, le or pr is expected here.',
  expectedValue:
    'A value is expected here: text in double quotes, a number, or true, false or null in lower case.',
  expectedSpace: 'A space is missing here.',
  notNeedsParentheses: 'not is followed by a condition in parentheses.',
  nestedValuePath: 'Square brackets cannot stand inside square brackets.',
  unclosed: 'This bracket is never closed.',
  unclosedString: 'This text has no closing quote.',
  controlCharacter: 'A control character in text must be written as an escape.',
  badEscape: 'This is not an escape of JSON text.',
  badNumber: 'This is not a number as JSON writes it.',
  inexactNumber: 'This number cannot be kept exactly.',
  invalidValue: 'This text holds a character that cannot be stored.',
  unexpected: 'and, or, a closing bracket or the end of the filter is expected here.',
} as const

export type ScimErrorCode = keyof typeof messages

/**
 * Why a text is not a filter. `start` and `end` are UTF-16 offsets into it (`end` not included, both within it), at the
 * place to mend. The message is one sentence for a person and never repeats what was typed.
 */
export class ScimError extends Error {
  override readonly name = 'ScimError'
  readonly scimType = 'invalidFilter'
  readonly code: ScimErrorCode
  readonly start: number
  readonly end: number

  constructor(code: ScimErrorCode, start: number, end: number) {
    super(messages[code])
    this.code = code
    this.start = start
    this.end = end
  }
}
