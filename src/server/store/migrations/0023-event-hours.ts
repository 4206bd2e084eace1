import { type Kysely, type Migration, sql } from 'kysely'

/**
 * How many events of each state and type started in each hour, kept by triggers: a summary of a time range without other
 * conditions reads these, and the events themselves only in the hours where the range begins and ends. `hour` is counted from 1970;
 * that of events which have not started is the largest integer.
 */
export const eventHours: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const table = `CREATE TABLE event_hour (
    hour integer NOT NULL,
    state text COLLATE "C" NOT NULL,
    action_type text COLLATE "C" NOT NULL,
    events integer NOT NULL,
    PRIMARY KEY (hour, state, action_type)
  ) WITH (fillfactor = 70)`

/** Rounded down before 1970 too. One expression, so that it is written into the query that calls it. */
const hourOf = `CREATE FUNCTION hour_of(ns bigint) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN ns = 9223372036854775807 THEN 2147483647
      WHEN ns < 0 THEN ((ns + 1) / 3600000000000 - 1)::integer ELSE (ns / 3600000000000)::integer END`

const counted = (rows: string, by: number) =>
  `SELECT hour_of(started_ns) AS hour, state, action_type, ${by} AS events FROM ${rows}`

/** In one order, so that two who write events of the same hours do not wait for each other in a circle. */
const add = (rows: string) => `INSERT INTO event_hour AS stored
        SELECT hour, state, action_type, sum(events) FROM (${rows}) AS changed
        GROUP BY hour, state, action_type HAVING sum(events) <> 0 ORDER BY hour, state, action_type
      ON CONFLICT (hour, state, action_type) DO UPDATE SET events = stored.events + excluded.events;`

const count = `CREATE FUNCTION count_event_hours() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      CASE TG_OP
        WHEN 'INSERT' THEN ${add(counted('fresh', 1))}
        WHEN 'DELETE' THEN ${add(counted('gone', -1))}
        WHEN 'UPDATE' THEN ${add(`${counted('fresh', 1)} UNION ALL ${counted('gone', -1)}`)}
        WHEN 'TRUNCATE' THEN TRUNCATE event_hour;
      END CASE;
      RETURN NULL;
    END $$`

const rows = {
  INSERT: 'REFERENCING NEW TABLE AS fresh',
  UPDATE: 'REFERENCING OLD TABLE AS gone NEW TABLE AS fresh',
  DELETE: 'REFERENCING OLD TABLE AS gone',
  TRUNCATE: '',
}

const triggers = Object.entries(rows).map(
  ([
    event,
    referencing,
  ]) => `CREATE TRIGGER action_event_hours_${event.toLowerCase()} AFTER ${event} ON action_event
      ${referencing} FOR EACH STATEMENT EXECUTE FUNCTION count_event_hours()`,
)

const statements = [
  table,
  hourOf,
  count,
  ...triggers,
  `INSERT INTO event_hour SELECT hour_of(started_ns), state, action_type, count(*) FROM action_event
    GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
]
