import { type Kysely, type Migration, sql } from 'kysely'

/**
 * How people prove who they are: passwords, second factors, passkeys and identities of an OpenID provider; what they prove it
 * with in between (one-time links, challenges, transactions of the provider); and the log of all that. Secrets are kept as
 * hashes, or sealed where they are needed again.
 */
export const signIn: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const person = 'user_type text COLLATE "C" NOT NULL, person_id text COLLATE "C" NOT NULL'
const ofPerson = 'FOREIGN KEY (user_type, person_id) REFERENCES person (user_type, id)'

/** People whom the demonstration only knows, without an account of it: they are made up, and were never marked so. */
const onlyKnown = [
  ...['EdithClarke', 'IbrahimYilm', 'KatheGrosss', 'SeanOConnor'].map(
    (id) => `('OktaUser', '00uDemo${id}5d7')`,
  ),
  ...['11', '12', '13', '14'].map((id) => `('AzureADUser', '7c1e90aa-4f0b-4d2e-a1b7-8f2a64d10e${id}')`),
].join(', ')

const statements = [
  `ALTER TABLE person ADD deactivated_at timestamptz, ADD time_zone text COLLATE "C"`,

  // Sessions that were begun until now are those of the open entrance; they end with the server that began them.
  `DELETE FROM session`,
  `ALTER TABLE session
    ADD id text COLLATE "C" NOT NULL UNIQUE,
    ADD method text COLLATE "C" NOT NULL CHECK (method IN ('entrance', 'password', 'passkey', 'oidc')),
    ADD stage text COLLATE "C" NOT NULL DEFAULT 'complete' CHECK (stage IN ('complete', 'second-factor', 'enrol')),
    ADD authenticated_at timestamptz NOT NULL,
    ADD last_used_at timestamptz NOT NULL,
    ADD second_factor boolean NOT NULL DEFAULT false,
    ADD user_agent text NOT NULL DEFAULT '',
    ADD address text NOT NULL DEFAULT '',
    ADD issuer text COLLATE "C",
    ADD subject text COLLATE "C",
    ADD provider_session text COLLATE "C",
    ADD id_token bytea`,
  // By which a password finds its account.
  `CREATE INDEX person_sign_in_email ON person (lower(normalize(btrim(email), NFC)))`,
  `CREATE INDEX session_person ON session (user_type, actor)`,
  `CREATE INDEX session_provider ON session (issuer, subject) WHERE issuer IS NOT NULL`,

  // One row once nobody gets in unasked any more: when that was, and what did it.
  `CREATE TABLE entrance_closed (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    at timestamptz NOT NULL,
    reason text COLLATE "C" NOT NULL
  )`,

  // The identity provider with which the server was last started; no row where it was started without one.
  `CREATE TABLE provider_in_use (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    issuer text COLLATE "C" NOT NULL
  )`,

  `CREATE TABLE local_account (
    ${person},
    password_hash text COLLATE "C",
    password_changed_at timestamptz,
    totp_secret bytea,
    totp_pending bytea,
    totp_last_step bigint,
    PRIMARY KEY (user_type, person_id), ${ofPerson}
  )`,
  `CREATE TABLE recovery_code (
    ${person},
    code_hash bytea NOT NULL,
    used_at timestamptz,
    PRIMARY KEY (user_type, person_id, code_hash), ${ofPerson}
  )`,
  `CREATE TABLE passkey (
    credential_id text COLLATE "C" PRIMARY KEY,
    ${person},
    public_key bytea NOT NULL,
    counter bigint NOT NULL,
    transports text[] NOT NULL DEFAULT '{}',
    name text NOT NULL,
    created_at timestamptz NOT NULL,
    last_used_at timestamptz,
    ${ofPerson}
  )`,
  `CREATE INDEX passkey_person ON passkey (user_type, person_id)`,
  `CREATE TABLE tied_identity (
    issuer text COLLATE "C" NOT NULL,
    subject text COLLATE "C" NOT NULL,
    ${person},
    tied_at timestamptz NOT NULL,
    tied_by text COLLATE "C" NOT NULL,
    PRIMARY KEY (issuer, subject),
    UNIQUE (user_type, person_id), ${ofPerson}
  )`,

  // A link that is used once: the first admin's, and those by which people get a (new) password.
  `CREATE TABLE one_time_link (
    token_hash bytea PRIMARY KEY,
    purpose text COLLATE "C" NOT NULL CHECK (purpose IN ('set-up', 'password')),
    user_type text COLLATE "C",
    person_id text COLLATE "C",
    made_by text COLLATE "C" NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    CHECK ((purpose = 'set-up') = (person_id IS NULL))
  )`,
  `CREATE TABLE passkey_challenge (
    challenge_hash bytea PRIMARY KEY,
    user_type text COLLATE "C",
    person_id text COLLATE "C",
    expires_at timestamptz NOT NULL
  )`,
  `CREATE TABLE oidc_transaction (
    state_hash bytea PRIMARY KEY,
    cookie_hash bytea NOT NULL,
    sealed bytea NOT NULL,
    expires_at timestamptz NOT NULL
  )`,
  // What they have ended too, so that a sign-in which was under way does not begin after its end.
  `CREATE TABLE used_logout_token (
    jti_hash bytea PRIMARY KEY,
    expires_at timestamptz NOT NULL,
    issuer text COLLATE "C" NOT NULL,
    subject text COLLATE "C",
    session text COLLATE "C",
    made_at timestamptz NOT NULL
  )`,

  // Passwords and codes that were tried and not right, by which guessing is slowed down: of whom, and from which network.
  `CREATE TABLE failed_sign_in (
    account_hash bytea NOT NULL,
    network text COLLATE "C" NOT NULL,
    at timestamptz NOT NULL
  )`,
  `CREATE INDEX failed_sign_in_account ON failed_sign_in (account_hash, at)`,
  `CREATE INDEX failed_sign_in_at ON failed_sign_in (at)`,

  // What was done to accounts, roles, keys and ties, and who signed in; never a secret.
  `CREATE TABLE account_log (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now(),
    actor text COLLATE "C" NOT NULL,
    action text COLLATE "C" NOT NULL,
    user_type text COLLATE "C",
    person_id text COLLATE "C",
    detail jsonb NOT NULL DEFAULT '{}'
  )`,
  `CREATE INDEX account_log_person ON account_log (user_type, person_id, id)`,
  `CREATE TRIGGER account_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON account_log
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,

  // Data that is not the demonstration's closes the entrance, as its import would now; keys of made-up people end.
  `INSERT INTO entrance_closed (at, reason) SELECT now(), 'UPGRADE'
    WHERE EXISTS (SELECT FROM import_run WHERE NOT demo)
      OR EXISTS (SELECT FROM person WHERE NOT demo AND (user_type, id) NOT IN (('localCookieUser', 'local'), ${onlyKnown}))`,
  `WITH revoked AS (
      UPDATE api_key SET revoked_at = now() FROM person, entrance_closed
      WHERE (person.user_type, person.id) = (owner_type, owner) AND person.demo AND revoked_at IS NULL
      RETURNING api_key.id, owner_type, owner
    ), logged AS (
      INSERT INTO account_log (actor, action, user_type, person_id, detail)
      SELECT 'server', 'KEY_REVOKED', owner_type, owner, jsonb_build_object('key', id, 'reason', 'UPGRADE') FROM revoked
    )
    INSERT INTO account_log (actor, action, detail)
    SELECT 'server', 'ENTRANCE_CLOSED', jsonb_build_object('reason', 'UPGRADE', 'keys', (SELECT count(*) FROM revoked))
    FROM entrance_closed`,

  `ALTER TABLE api_key ADD name text NOT NULL DEFAULT '', ADD made_by text COLLATE "C" NOT NULL DEFAULT 'terminal'`,
]
