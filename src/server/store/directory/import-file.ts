import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { sameUser, type UserKey } from '#contract/people.ts'
import { type Actor, roles as allRoles } from '#contract/permissions.ts'
import type { DirectoryChanges } from '#contract/session/people-calls.ts'
import type { DirectoryFile } from '../../directory/directory.ts'
import { Refused } from '../../refused.ts'
import { giveRoles, putPeople } from '../reviews/people/change-people.ts'
import type { Change } from './change-as-admin.ts'
import { type Before, changeOf, type PersonChange } from './person-change.ts'

/** So many people, and so many wrong lines, are named. */
const shown = 200
const batchSize = 500

/** What a file changes, in numbers and names, and whose roles it changes. */
export type AppliedFile = { readonly changes: DirectoryChanges; readonly changed: readonly PersonChange[] }

/**
 * Puts the people of a file into the directory, or tries to. Roles that come from claims of the provider are none of a
 * file's: such a line is refused. Throws `Refused` FailedPrecondition (OWN_ACCOUNT) where the actor's own roles change.
 */
export async function applyFile(
  directory: Change,
  file: DirectoryFile,
  actor: Actor,
  rolesFromClaims: boolean,
): Promise<AppliedFile> {
  const before = await peopleOf(
    directory,
    file.people.map(({ person }) => person),
  )
  const claims = ({ person }: DirectoryFile['people'][number]) =>
    rolesFromClaims &&
    before.get(keyOf(person))?.tied === true &&
    givesOtherRoles(person.roles, before.get(keyOf(person)))
  const refusedLines = file.people.filter(claims)
  const accepted = file.people.filter((line) => !claims(line)).map(({ person }) => person)
  let without = 0
  for (let start = 0; start < accepted.length; start += batchSize) {
    const batch = accepted.slice(start, start + batchSize)
    await putPeople(directory, batch)
    without += await giveRoles(directory, batch, file.role ? [file.role] : [])
  }
  const after = await peopleOf(directory, accepted)
  const changed = [...after.values()].flatMap((person) => changeOf(before.get(keyOf(person)), person) ?? [])
  refuseOwn(changed, actor)
  const problems = [
    ...file.problems,
    ...refusedLines.map(({ line }) => ({
      line,
      field: 'roles',
      error: 'come from the identity provider for this person, and are not set by a file',
    })),
  ].toSorted((a, b) => a.line - b.line)
  const added = changed.filter(({ change }) => change === 'ADDED').length
  return {
    changed,
    changes: {
      lines: file.lines,
      added,
      changed: changed.length - added,
      unchanged: accepted.length - changed.length,
      rejected: problems.length,
      without_role: without,
      people: losersFirst(changed).slice(0, shown).map(shownChange),
      problems: problems.slice(0, shown),
      preview: previewOf(file, before),
    },
  }
}

function givesOtherRoles(wanted: readonly string[] | undefined, held: Before | undefined): boolean {
  return wanted !== undefined && allRoles.some((role) => wanted.includes(role) !== held?.roles.includes(role))
}

function refuseOwn(changed: readonly PersonChange[], actor: Actor): void {
  const own = changed.find((person) => sameUser(person, actor.user))
  if (!own || own.roles_gained.length + own.roles_lost.length === 0) return
  throw new Refused({
    code: 'FailedPrecondition',
    reason: 'OWN_ACCOUNT',
    message: 'The file changes your own roles. Nothing was changed.',
    resolution: 'Leave yourself out of the file; your own roles are set on your own page among the people.',
  })
}

/** Stands for the file, its options, and the directory as far as the file speaks of it. */
function previewOf({ text, role }: DirectoryFile, before: ReadonlyMap<string, Before>): string {
  const people = [...before.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256')
    .update(JSON.stringify([text, role ?? '', people]))
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
async function peopleOf(directory: Change, people: readonly UserKey[]): Promise<ReadonlyMap<string, Before>> {
  const keys = JSON.stringify(people.map(({ user_type, id }) => ({ user_type, id })))
  const { rows } = await sql<Before>`
    SELECT user_type, id, email, name, roles, manager_type, manager_id, demo,
      EXISTS (SELECT FROM tied_identity AS tied
        WHERE tied.user_type = person.user_type AND tied.person_id = person.id) AS tied
    FROM ROWS FROM (jsonb_to_recordset(${keys}::jsonb) AS (user_type text, id text)) WITH ORDINALITY AS given (user_type, id, place)
    JOIN person USING (user_type, id) ORDER BY place`.execute(directory)
  return new Map(rows.map((row) => [keyOf(row), row]))
}
