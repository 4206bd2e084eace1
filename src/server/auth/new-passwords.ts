import { dictionary } from '@zxcvbn-ts/language-common'
import { invalid } from '../refused.ts'

const minLength = 12
const maxLength = 256
/** So much of a password has to be of nobody's knowledge. */
const minOwn = 6
const common: ReadonlySet<string> = new Set(dictionary['passwords-common'])

/** Whom a new password is for, and what others know of them. */
type Owner = { readonly email: string; readonly name: string }

/**
 * Refuses a new password that somebody would guess. It takes 12 to 256 characters of any kind; not one of the passwords
 * that are used most, alone, twice, or with digits or signs around it; nor little more than the words of the product, of a
 * name and an email. The password stays as it was typed. Throws `Refused` InvalidArgument (400) that names `password`.
 */
export function refuseWeakPassword(password: string, owner: Owner): void {
  const problem = passwordProblem(password, owner)
  if (problem !== undefined) throw invalid('password', problem)
}

function passwordProblem(password: string, owner: Owner): string | undefined {
  const { length } = [...password]
  if (length < minLength) return `must have at least ${minLength} characters`
  if (length > maxLength) return `must have at most ${maxLength} characters`
  const text = password.toLowerCase()
  if (isCommon(text))
    return 'is one of those that are tried first; a few words that do not belong together are better'
  if (isRow(text)) return 'is a row of characters that is easily guessed'
  if (isMadeOf(wordsOf(owner), text)) return 'is made of the name of the product, of you, or your email'
  return undefined
}

function isCommon(text: string): boolean {
  const half = text.slice(0, text.length / 2)
  const core = text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
  const twice = core.slice(0, core.length / 2)
  return (
    common.has(text) ||
    common.has(core) ||
    (half + half === text && common.has(half)) ||
    (twice !== '' && twice + twice === core && common.has(twice))
  )
}

/** Whether a text has few different characters, or each is next to the one before: aaaa…, 1212…, abcdefghijkl. */
function isRow(text: string): boolean {
  const points = [...text].map((character) => character.codePointAt(0) ?? 0)
  const steps = points.slice(1).map((point, index) => point - (points[index] ?? 0))
  return new Set(points).size < 4 || steps.filter((step) => Math.abs(step) === 1).length >= steps.length - 1
}

/** The words of three letters or more that others know: of the product, the name and the email. */
function wordsOf({ email, name }: Owner): string[] {
  const known = `countersign ${name} ${email}`.toLowerCase()
  const words = known.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length >= 3)
  return words.toSorted((a, b) => b.length - a.length)
}

/** Whether somebody who knows these words has hardly anything left to guess. */
function isMadeOf(words: readonly string[], text: string): boolean {
  const rest = words.reduce((left, word) => left.replaceAll(word, ''), text)
  return rest !== text && rest.replace(/[^\p{L}\p{N}]/gu, '').length < minOwn
}
