import type { AccountLogEntry } from '#contract/session/people-calls.ts'

const words: Readonly<Record<string, string>> = {
  SIGN_IN: 'Signed in',
  SIGN_IN_REFUSED: 'Sign-in refused',
  SECOND_FACTOR_FAILED: 'Wrong second factor',
  IDENTITY_CONFIRMED: 'Confirmed who they are',
  IDENTITY_NOT_CONFIRMED: 'Did not confirm who they are',
  SIGN_OUT: 'Signed out',
  SESSIONS_ENDED: 'Sessions ended',
  PASSWORD_SET: 'Password set by a link',
  PASSWORD_CHANGED: 'Password changed',
  TOTP_ADDED: 'Authenticator app added',
  TOTP_REMOVED: 'Authenticator app removed',
  RECOVERY_CODES_MADE: 'Recovery codes made',
  RECOVERY_CODE_USED: 'Recovery code used',
  PASSKEY_ADDED: 'Passkey added',
  PASSKEY_REMOVED: 'Passkey removed',
  SECOND_FACTORS_RESET: 'Second factors reset',
  LINK_MADE: 'Link made',
  LINK_USED: 'Link used',
  ENTRANCE_CLOSED: 'Signing in became the only way in',
  PERSON_ADDED: 'Person added',
  PERSON_CHANGED: 'Person changed',
  PERSON_DEACTIVATED: 'Person deactivated',
  PERSON_ACTIVATED: 'Person activated',
  ROLES_SET: 'Roles set',
  KEY_MADE: 'Key made',
  KEY_REVOKED: 'Key revoked',
  IDENTITY_TIED: 'Tied to the provider',
  IDENTITY_UNTIED: 'Untied from the provider',
  PROVIDER_SIGN_OUT: 'Signed out by the provider',
  DIRECTORY_IMPORTED: 'Directory file imported',
}

/** The kinds of entries that there are. */
export const knownActions: readonly string[] = Object.keys(words)

/** What was done, in words; a kind that is not known is its own name. */
export function actionWords(action: string): string {
  return words[action] ?? action
}

const nobodies: Readonly<Record<string, string>> = {
  terminal: 'a terminal of the server',
  server: 'the server',
  nobody: 'somebody not signed in',
  provider: 'the identity provider',
}

/** Who did it, in words. */
export function actorWords({ actor, actor_name }: AccountLogEntry): string {
  return actor_name || nobodies[actor] || actor
}

/** What else is known of it, `name: value` each, without what there was none of; '' where that is nothing. */
export function detailWords(detail: Readonly<Record<string, unknown>>): string {
  return Object.entries(detail)
    .filter(([, value]) => value !== 0)
    .toSorted(([a], [b]) => Number(b === 'before') - Number(a === 'before'))
    .map(([name, value]) => wordsOf(name, value))
    .join(' · ')
}

/** What has words of its own: `name value`, and what it says. */
const facts: Readonly<Record<string, string>> = {
  'reason NO_ACCESS': 'because they have no access here',
  'reason NO_ROLES': 'because they have no role here',
  'reason WRONG_PASSWORDS': 'after ten wrong passwords',
  'reason FIRST_ADMIN': 'because there is an admin who can sign in',
  'reason PROVIDER_SIGN_IN': 'because somebody signed in by the identity provider',
  'reason IMPORT': 'because real data was imported',
  'reason DIRECTORY_IMPORT': 'because a directory file was imported',
  'reason UPGRADE': 'because the database held real data at the upgrade',
  'reason ADOPTED': 'because the account is of the demonstration no more',
  'by code': 'by a code',
  'by password': 'by the password',
  'by passkey': 'by a passkey',
  'method password': 'with a password',
  'method passkey': 'with a passkey',
  'method oidc': 'by the identity provider',
  'purpose password': 'to set a password',
  'purpose set-up': 'to make the first admin',
}

function wordsOf(name: string, value: unknown): string {
  const text = textOf(value)
  if (Array.isArray(value) && value.length === 0 && /^(before|after|roles)$/.test(name))
    return `${name}: no role`
  return facts[`${name} ${text}`] ?? `${name.replaceAll('_', ' ')}: ${text}`
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(textOf).join(', ')
  if (value === true) return 'yes'
  return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value)
}
