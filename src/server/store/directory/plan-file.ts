import { createHash } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { UserKey } from '#contract/people.ts'
import { type Role, roles as allRoles } from '#contract/permissions.ts'
import type { DirectoryChanges } from '#contract/session/people-calls.ts'
import type { DirectoryFile } from '../../directory/directory.ts'
import type { PersonOfFile } from '../../directory/person-of-file.ts'
import type { Schema } from '../database/schema.ts'
import { lineProblems } from './line-problems.ts'
import { afterFile, type Before, changeOf, type PersonChange } from './person-change.ts'

/** So many people, and so many wrong lines, are named. */
const shown = 200

/** The people of a file, and the roles of those who have none after it. */
export type FileToPlan = Pick<DirectoryFile, 'lines' | 'people' | 'problems' | 'text'> & {
  readonly roles: readonly Role[]
}

/** What a file would change, in numbers and names, whose roles it changes, and the people that are to be put. */
export type PlannedFile = {
  readonly changes: DirectoryChanges
  readonly changed: readonly PersonChange[]
  readonly accepted: readonly PersonOfFile[]
}

/**
 * Compares the people of a file with the directory; changes and holds nothing. Roles that come from claims of the provider
 * are none of a file's: such a line is refused, and so is one of `lineProblems`.
 */
export async function planFile(
  directory: Kysely<Schema>,
  file: FileToPlan,
  rolesFromClaims: boolean,
): Promise<PlannedFile> {
  const before = await peopleOf(
    directory,
    file.people.map(({ person }) => person),
  )
  const heldBy = (person: UserKey) => before.get(keyOf(person))
  const fromClaims = (person: UserKey) => rolesFromClaims && heldBy(person)?.tied === true
  const newProblems = [
    ...file.people
      .filter(({ person }) => fromClaims(person) && givesOtherRoles(person.roles, heldBy(person)))
      .map(({ line }) => ({
        line,
        field: 'roles',
        error: 'come from the identity provider for this person, and are not set by a file',
      })),
    ...(await lineProblems(directory, file.people)),
  ]
  const problemByLine = new Map(newProblems.toReversed().map((problem) => [problem.line, problem]))
  const accepted = file.people.filter(({ line }) => !problemByLine.has(line)).map(({ person }) => person)
  const after = accepted.map((person) =>
    afterFile(heldBy(person), person, fromClaims(person) ? [] : file.roles),
  )
  const changed = after.flatMap((person) => changeOf(heldBy(person), person) ?? [])
  const problems = [...file.problems, ...problemByLine.values()].toSorted((a, b) => a.line - b.line)
  const added = changed.filter(({ change }) => change === 'ADDED').length
  return {
    changed,
    accepted,
    changes: {
      lines: file.lines,
      added,
      changed: changed.length - added,
      unchanged: accepted.length - changed.length,
      rejected: problems.length,
      without_role: after.filter(({ roles }) => roles.length === 0).length,
      people: losersFirst(changed).slice(0, shown).map(shownChange),
      problems: problems.slice(0, shown),
      preview: previewOf(file, before),
    },
  }
}

function givesOtherRoles(wanted: readonly string[] | undefined, held: Before | undefined): boolean {
  return wanted !== undefined && allRoles.some((role) => wanted.includes(role) !== held?.roles.includes(role))
}

/** Stands for the file, its options, and the directory as far as the file speaks of it. */
function previewOf({ text, roles }: FileToPlan, before: ReadonlyMap<string, Before>): string {
  const people = [...before.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256')
    .update(JSON.stringify([text, roles, people]))
    .digest('hex')
}

function losersFirst(changed: readonly PersonChange[]): readonly PersonChange[] {
  const loses = ({ roles_lost }: PersonChange) => Number(roles_lost.length > 0)
  return changed.toSorted((a, b) => loses(b) - loses(a))
}

function shownChange({ before: _before, after: _after, ...change }: PersonChange) {
  return change
}

const keyOf = ({ user_type, id }: UserKey): string => JSON.stringify([user_type, id])

/** Those of these people who are in the directory, by their key. */
async function peopleOf(
  directory: Kysely<Schema>,
  people: readonly UserKey[],
): Promise<ReadonlyMap<string, Before>> {
  const keys = JSON.stringify(people.map(({ user_type, id }) => ({ user_type, id })))
  const { rows } = await sql<Before>`
    SELECT user_type, id, email, name, roles, manager_type, manager_id, demo,
      EXISTS (SELECT FROM tied_identity AS tied
        WHERE tied.user_type = person.user_type AND tied.person_id = person.id) AS tied
    FROM jsonb_to_recordset(${keys}::jsonb) AS given (user_type text, id text) JOIN person USING (user_type, id)`.execute(
    directory,
  )
  return new Map(rows.map((row) => [keyOf(row), row]))
}
