import { type Kysely, type Migration, sql } from 'kysely'

/**
 * Which attributes the entities of a certification have, kept with it: they never change once its rows are there, and
 * to gather them from 50,000 rows took longer than everything else that its screen asks for.
 */
export const attributes: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const namesOf = (node: string) =>
  `(SELECT coalesce(jsonb_agg(DISTINCT name), '[]') FROM result,
    jsonb_object_keys(coalesce(${node} -> 'properties', '{}')) AS name WHERE certification = $1)`

const statements = [
  `ALTER TABLE certification ADD attributes jsonb NOT NULL DEFAULT '{"source": [], "destination": [], "waypoint": []}'`,
  `CREATE FUNCTION note_attributes(integer) RETURNS void LANGUAGE sql AS $$
    UPDATE certification SET attributes = jsonb_build_object('source', ${namesOf('source')},
      'destination', ${namesOf('destination')}, 'waypoint', ${namesOf('waypoint')}) WHERE number = $1 $$`,
  `SELECT note_attributes(number) FROM certification WHERE total_result_count > 0`,
]
