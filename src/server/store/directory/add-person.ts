import type { Actor } from '#contract/permissions.ts'
import type { NewPerson } from '../../directory/directory.ts'
import { personInWords, refused } from '../../refused.ts'
import { putPeople } from '../reviews/people/change-people.ts'
import { refuseBuiltIn } from '../actor.ts'
import { peopleWithEmail } from '../reviews/people/people-directory.ts'
import { accountLog } from '../sign-in/account-log.ts'
import type { Change } from './change-as-admin.ts'
import { lineProblems } from './line-problems.ts'

/** Adds a person (`Directory.add`). */
export async function addPerson(
  directory: Change,
  clock: () => Date,
  { user_type, id, email, name, roles }: NewPerson,
  actor: Actor,
): Promise<void> {
  refuseBuiltIn({ user_type, id })
  const there = await directory
    .selectFrom('person')
    .select('id')
    .where('user_type', '=', user_type)
    .where('id', '=', id)
    .executeTakeFirst()
  if (there) throw refused('Aborted', 'There is a person of that type and id already. Nothing was changed.')
  const [problem] = await lineProblems(directory, [{ line: 1, person: { user_type, id, email } }])
  if (problem?.field === 'id') throw refused('Aborted', `The id ${problem.error}. Nothing was changed.`)
  const [owner] = await peopleWithEmail(directory, email)
  if (owner)
    throw refused(
      'Aborted',
      `The email is that of ${personInWords(owner)} already, and two people with one cannot be told apart. Nothing was changed.`,
    )
  await putPeople(directory, [{ user_type, id, email, name, roles }])
  await accountLog(directory, clock).record('PERSON_ADDED', actor, { user_type, id }, { roles: [...roles] })
}
