import { type Role, roles } from '#contract/permissions.ts'
import { isBlank, isDots, isEmail, textProblem } from '#contract/text.ts'
import type { PersonOfFile } from './person-of-file.ts'
import { type LineProblem, Wrong } from '../lines/problem.ts'

/** What a directory file says of a person; `user_type` and `id` are required, what is left out stays as it is. */
export const directoryKeys = [
  'user_type',
  'id',
  'email',
  'name',
  'manager_id',
  'manager_type',
  'roles',
] as const
type Key = (typeof directoryKeys)[number]
type Fields = Readonly<Partial<Record<Key, unknown>>>

/** Whether a text is the name of a column or key of a directory file. */
export function isDirectoryKey(text: string): text is Key {
  return directoryKeys.some((key) => key === text)
}

/** A person from what a line gives, or which of its fields is wrong. */
export function readPerson(object: Readonly<Record<string, unknown>>): PersonOfFile | LineProblem {
  if (!Object.keys(object).every(isDirectoryKey))
    return { field: '', error: `takes only ${directoryKeys.join(', ')}` }
  const values: Fields = object
  try {
    const user_type = required(values, 'user_type', 255)
    const id = required(values, 'id', 255)
    return {
      user_type,
      id,
      ...optional('email', emailOf(values)),
      ...optional('name', textOf(values, 'name', 1024)),
      ...optional('roles', rolesOf(values)),
      ...optional('manager', managerOf(values, user_type)),
    }
  } catch (error) {
    if (error instanceof WrongField) return { field: error.field, error: error.message }
    throw error
  }
}

class WrongField extends Wrong {
  readonly field: Key

  constructor(field: Key, message: string) {
    super(message)
    this.field = field
  }
}

function optional<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]: V })
}

function textOf(fields: Fields, key: Key, max: number): string | undefined {
  const value = fields[key]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string') throw new WrongField(key, 'must be a text')
  const problem = textProblem(value, max)
  if (problem) throw new WrongField(key, problem)
  return value
}

function required(fields: Fields, key: Key, max: number): string {
  const text = textOf(fields, key, max)
  if (text === undefined) throw new WrongField(key, 'is missing')
  if (isBlank(text)) throw new WrongField(key, 'must not be empty')
  if (isDots(text)) throw new WrongField(key, 'is one that no address can hold')
  return text
}

function emailOf(fields: Fields): string | undefined {
  const email = textOf(fields, 'email', 1024)
  if (email && !isEmail(email))
    throw new WrongField('email', 'must be an email, with no character that cannot be seen')
  return email
}

/** `null` where the file says that there is no manager. */
function managerOf(fields: Fields, user_type: string): PersonOfFile['manager'] {
  const id = textOf(fields, 'manager_id', 255)
  const type = textOf(fields, 'manager_type', 255)
  if (id === undefined && fields.manager_id !== null) {
    if (type) throw new WrongField('manager_id', 'is missing')
    return undefined
  }
  return id ? { user_type: type || user_type, id } : null
}

function rolesOf({ roles: value }: Fields): readonly Role[] | undefined {
  if (value === undefined) return undefined
  const names = typeof value === 'string' ? value.split(';') : value
  if (!Array.isArray(names)) throw new WrongField('roles', 'must be texts, or one text with ; between them')
  const trimmed = names.map((name) => String(name).trim()).filter((name) => name !== '')
  const unknown = trimmed.find((name) => !roles.some((role) => role === name))
  if (unknown !== undefined)
    throw new WrongField('roles', `says ${quoted(unknown)}; the roles are ${roles.join(', ')}`)
  return roles.filter((role) => trimmed.includes(role))
}

/** A short text as it stands in the file; one that a terminal would not show as it is, is only told of. */
function quoted(text: string): string {
  return /^[\p{L}\p{N}\p{P}\p{S} ]{1,60}$/u.test(text) ? `“${text}”` : 'something that is no role'
}
