import { localUser } from '../../actor.ts'
import { systemUser } from '../log/system-user.ts'

/** Whether a `person` is one of the server's own two, who are nobody: SQL. */
export const builtIn = `(${[localUser, systemUser]
  .map(({ user_type, id }) => `(person.user_type = '${user_type}' AND person.id = '${id}')`)
  .join(' OR ')})`

/**
 * Why a `person` may be given no rows (a `PersonProblem`), NULL for those who may: SQL on the table or an outer join
 * with it. Whether a row is their own access is another question.
 */
export const personProblem = `CASE WHEN person.id IS NULL THEN 'UNKNOWN' WHEN ${builtIn} THEN 'BUILT_IN'
  WHEN EXISTS (SELECT FROM denied_reviewer AS denied
    WHERE denied.user_type = person.user_type AND denied.id = person.id) THEN 'DENIED'
  WHEN NOT person.roles && '{admin,operator,reviewer}' THEN 'NO_ROLE' END`

/** Who may be given rows: a condition on `person`. */
export const mayBeGivenRows = `(${personProblem}) IS NULL`
