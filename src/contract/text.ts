import * as z from 'zod/mini'

/**
 * Why a text cannot be stored as one line, in words that follow its field's name; undefined when it can. `max` counts
 * code points.
 */
export function textProblem(text: string, max: number): string | undefined {
  return problemOf(text, max, /\p{Cc}/u)
}

/** The same for a text that may have several lines and tabs, such as a note. */
export function linesProblem(text: string, max: number): string | undefined {
  return problemOf(text, max, /[^\P{Cc}\n\r\t]/u)
}

/** What cannot be stored, or would not come back as it went in. `unwanted` finds characters that may not stand there. */
function problemOf(text: string, max: number, unwanted: RegExp): string | undefined {
  if (!text.isWellFormed()) return 'holds half of a surrogate pair, which is not valid Unicode'
  const match = unwanted.exec(text)
  if (match) {
    const code = match[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
    return `holds a control character (U+${code} at place ${Array.from(text.slice(0, match.index)).length + 1})`
  }
  if (text.length > max && [...text].length > max) return `is longer than ${max} characters`
  return undefined
}

/** What can be seen: not white space, not a control or format character, nothing that is drawn as nothing. */
const visible = /[^\p{White_Space}\p{C}\p{Default_Ignorable_Code_Point}\u2800]/u

/** Whether a text has no visible character. Every required text is checked by this one rule. */
export function isBlank(text: string): boolean {
  return !visible.test(text)
}

const unseen = /[\p{White_Space}\p{C}\p{Default_Ignorable_Code_Point}\u2800]/u

/** Whether a text is written like an email, with no character that cannot be seen. */
export function isEmail(text: string): boolean {
  return /^[^@]+@[^@]+$/.test(text) && !unseen.test(text)
}

/** Whether a text is `.` or `..`: as a part of an address those mean another address. */
export function isDots(text: string): boolean {
  return text === '.' || text === '..'
}

/** A text without the white space around it; '' for one without a visible character. */
export function written(text: string): string {
  return isBlank(text) ? '' : text.trim()
}

/**
 * The schema of a required text of one line: not blank, valid Unicode, no control characters, at most `max` code
 * points. `meaning` describes it on the API page.
 */
export function safeText(max: number, meaning: string) {
  return z.string().check(
    z.refine((text) => !isBlank(text), 'must not be empty'),
    z.superRefine((text, context) => {
      const problem = textProblem(text, max)
      if (problem) context.addIssue({ code: 'custom', message: problem })
    }),
    z.describe(meaning),
  )
}

/** The schema of a query parameter whose empty text counts as absent (design, section 9). */
export function emptyIsAbsent<S extends z.ZodMiniType<string, string>>(schema: S) {
  return z.optional(
    z.pipe(
      z.transform((text: string) => (text === '' ? undefined : text)),
      z.optional(schema),
    ),
  )
}

/**
 * The schema of a text that may be empty and have several lines: valid Unicode, at most `max` code points, no control
 * characters but tabs and line ends. `meaning` describes it on the API page.
 */
export function optionalText(max: number, meaning: string) {
  return z.string().check(
    z.superRefine((text, context) => {
      const problem = linesProblem(text, max)
      if (problem) context.addIssue({ code: 'custom', message: problem })
    }),
    z.describe(meaning),
  )
}
