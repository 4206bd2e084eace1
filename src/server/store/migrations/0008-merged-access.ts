import { type Kysely, type Migration, sql } from 'kysely'

/**
 * Several lines of a file may be one row of access: it then has the managers, owners, permissions and reviewers of all
 * of them. `line` is the first of these lines, NULL for what did not come from a file or came before this migration.
 */
export const mergedAccess: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const toList = (from: string, to: string) => [
  `ALTER TABLE access_row RENAME ${from} TO ${to}`,
  `ALTER TABLE access_row ALTER ${to} DROP DEFAULT,
    ALTER ${to} TYPE text[] USING CASE WHEN ${to} = '' THEN '{}' ELSE ARRAY[${to}] END,
    ALTER ${to} SET DEFAULT '{}'`,
]

const flat = (node: string) =>
  `jsonb_each(coalesce(${node} -> 'properties', '{}') || jsonb_build_object('name', ${node} -> 'name'))`

const statements = [
  ...toList('source_manager', 'source_managers'),
  ...toList('destination_owner', 'destination_owners'),
  `ALTER TABLE access_row ADD line integer`,
  // The texts of both without doubles, those of \`a\` first. A list that is over its limit does not grow any more.
  `CREATE FUNCTION union_texts(a text[], b text[], p_max integer) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN cardinality(a) > p_max OR b <@ a THEN a
      ELSE a || ARRAY(SELECT item FROM unnest(b) WITH ORDINALITY AS added (item, place)
        WHERE item <> ALL (a) ORDER BY place) END $$`,
  `CREATE AGGREGATE union_texts_agg(text[], integer) (sfunc = union_texts, stype = text[], initcond = '{}')`,
  // The name and attributes in which two entities differ, as a file calls them: {source_name,source_title}.
  `CREATE FUNCTION differing_fields(p_node text, a jsonb, b jsonb) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(p_node || '_' || key ORDER BY key), '{}')
    FROM ${flat('a')} AS x FULL JOIN ${flat('b')} AS y USING (key) WHERE x.value IS DISTINCT FROM y.value $$`,
]
