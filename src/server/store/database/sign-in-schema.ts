import type { Generated } from 'kysely'

type OfPerson = { user_type: string; person_id: string }

/** The tables of sessions, accounts and keys (migrations 0001 and 0018). */
export type SignInSchema = {
  session: {
    token_hash: Buffer
    /** By which it is listed and ended; it lets nobody in. */
    id: string
    user_type: string
    actor: string
    method: 'entrance' | 'password' | 'passkey' | 'oidc'
    /** What is still to be proven before it lets somebody in. */
    stage: Generated<'complete' | 'second-factor' | 'enrol'>
    created_at: string
    expires_at: string
    /** When the person last proved who they are. */
    authenticated_at: string
    last_used_at: string
    /** Whether more than a password was proven, or was not needed by roles that take a second factor. */
    second_factor: Generated<boolean>
    user_agent: Generated<string>
    address: Generated<string>
    issuer: string | null
    subject: string | null
    provider_session: string | null
    /** Sealed. */
    id_token: Buffer | null
  }
  provider_in_use: { singleton: Generated<boolean>; issuer: string }
  entrance_closed: { singleton: Generated<boolean>; at: string; reason: string }
  api_key: {
    id: string
    secret_hash: Buffer
    owner_type: string
    owner: string
    name: Generated<string>
    made_by: Generated<string>
    scopes: string[]
    created_at: string
    expires_at: string
    revoked_at: string | null
    last_used_at: string | null
  }
  local_account: OfPerson & {
    password_hash: string | null
    password_changed_at: string | null
    /** Sealed. */
    totp_secret: Buffer | null
    /** Sealed; it counts once a code of it has come. */
    totp_pending: Buffer | null
    /** The step of 30 s whose code was used last: none is used twice. */
    totp_last_step: string | null
  }
  recovery_code: OfPerson & { code_hash: Buffer; used_at: string | null }
  passkey: OfPerson & {
    credential_id: string
    public_key: Buffer
    counter: string
    transports: Generated<string[]>
    name: string
    created_at: string
    last_used_at: string | null
  }
  tied_identity: OfPerson & { issuer: string; subject: string; tied_at: string; tied_by: string }
  one_time_link: {
    token_hash: Buffer
    purpose: 'set-up' | 'password'
    user_type: string | null
    person_id: string | null
    made_by: string
    expires_at: string
    used_at: string | null
  }
  passkey_challenge: {
    challenge_hash: Buffer
    user_type: string | null
    person_id: string | null
    expires_at: string
  }
  oidc_transaction: { state_hash: Buffer; cookie_hash: Buffer; sealed: Buffer; expires_at: string }
  used_logout_token: {
    jti_hash: Buffer
    expires_at: string
    issuer: string
    subject: string | null
    session: string | null
    made_at: string
  }
  failed_sign_in: { account_hash: Buffer; network: string; at: string }
  account_log: {
    id: Generated<string>
    at: Generated<string>
    actor: string
    action: string
    user_type: string | null
    person_id: string | null
    detail: Generated<Readonly<Record<string, unknown>>>
  }
}
