import type pg from 'pg'
import { mayBeGivenRows } from '../people/person-problem.ts'

/** A mail address (in small letters) or id that means several people who may be given rows, and who these are. */
export type AmbiguousReference = { readonly reference: string; readonly people: readonly string[] }

/** Those of the references that mean several people, a mail address in any case or an id; people as type and id. */
export async function ambiguousAmong(
  client: pg.ClientBase,
  references: readonly string[],
): Promise<readonly AmbiguousReference[]> {
  const { rows } = await client.query<AmbiguousReference>(
    `SELECT reference, array_agg(person.user_type || ' ' || person.id ORDER BY person.user_type, person.id) AS people
     FROM unnest($1::text[]) AS asked (reference)
     JOIN person ON person.id = reference OR (email <> '' AND lower(email) = lower(reference))
     WHERE ${mayBeGivenRows} GROUP BY reference HAVING count(*) > 1`,
    [references],
  )
  return rows
}

/** Every mail address and id that means several people. */
export async function ambiguousReferences(client: pg.ClientBase): Promise<readonly AmbiguousReference[]> {
  const { rows } = await client.query<AmbiguousReference>(
    `SELECT reference, array_agg(user_type || ' ' || id ORDER BY user_type, id) AS people
     FROM (SELECT DISTINCT reference, user_type, id FROM person,
         LATERAL (VALUES (lower(email)), (lower(id))) AS named (reference)
       WHERE reference <> '' AND ${mayBeGivenRows}) AS named
     GROUP BY reference HAVING count(*) > 1`,
  )
  return rows
}
