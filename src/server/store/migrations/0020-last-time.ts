import { type Kysely, type Migration, sql } from 'kysely'

/**
 * What has become of the access of each row since the certification before, and what was decided of it then
 * (docs/decisions/0046): written once, when rows are gathered, and beside `result`, so that changes of rows stay light.
 * `previous` of a certification is the one that it was compared with; NULL where it was not. `earlier` is the id of the same
 * access in that one.
 */
export const lastTime: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const permissions = [
  'added_permissions',
  'removed_permissions',
  'added_raw_permissions',
  'removed_raw_permissions',
]

const statements = [
  `ALTER TABLE certification ADD previous integer REFERENCES certification`,
  `CREATE INDEX certification_previous ON certification (previous) WHERE previous IS NOT NULL`,
  `CREATE TABLE last_time (
    certification integer NOT NULL,
    result_id integer NOT NULL,
    access_change text COLLATE "C" NOT NULL
      CHECK (access_change IN ('NEW', 'WIDER', 'NARROWER', 'WIDER_AND_NARROWER', 'SAME')),
    last_decision text COLLATE "C" NOT NULL
      CHECK (last_decision IN ('ACCEPTED', 'REJECTED', 'FIXED', 'REJECTED_BY_RULE', 'OPEN', 'NONE')),
    earlier integer,
    ${permissions.map((list) => `${list} text[] NOT NULL DEFAULT '{}',`).join('\n    ')}
    last_note text NOT NULL DEFAULT '',
    last_reviewer jsonb,
    last_decided_at text COLLATE "C",
    PRIMARY KEY (certification, result_id),
    CHECK ((access_change = 'NEW') = (earlier IS NULL)),
    CHECK ((access_change = 'NEW') = (last_decision = 'NONE'))
  )`,
]
