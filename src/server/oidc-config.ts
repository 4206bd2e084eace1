import { readFileSync } from 'node:fs'
import type { ProviderConfig } from './auth/oidc/provider.ts'
import type { IdentityRules } from './auth/oidc/provider-sign-in.ts'
import { readRoleMap, type RoleMap } from './auth/oidc/role-map.ts'
import { isOwnName } from './config.ts'

/** What is configured of signing in by an identity provider. */
export type OidcConfig = Omit<ProviderConfig, 'wantedClaims'> & IdentityRules

type Environment = Readonly<Record<string, string | undefined>>

const names = [
  'OIDC_ISSUER',
  'OIDC_CLIENT_ID',
  'OIDC_CLIENT_SECRET_FILE',
  'OIDC_IDENTITY_CLAIM',
  'OIDC_NAME',
  'OIDC_SCOPES',
  'OIDC_ROLE_CLAIM',
  'OIDC_ROLES',
  'OIDC_TIE_BY_EMAIL',
] as const
type Name = (typeof names)[number]

/** Claims that people can change, or that are given to somebody else later: whoever has them is not thereby a person. */
const changeable: ReadonlySet<string> = new Set(['email', 'preferred_username'])

/**
 * Reads the variables `OIDC_*`, once, at the start of the server; an empty one counts as absent. Undefined where none is set.
 * The secret of the client is in a file, so that no list of processes shows it. Throws an error that says which variable is
 * wrong and what it takes, without repeating its value.
 */
export function readOidcConfig(env: Environment, publicUrl: string | undefined): OidcConfig | undefined {
  if (env['OIDC_CLIENT_SECRET'])
    throw new Error(
      'OIDC_CLIENT_SECRET is not read: put the secret into a file and set OIDC_CLIENT_SECRET_FILE to its path',
    )
  const valueOf = (name: Name) => env[name] || undefined
  if (names.every((name) => valueOf(name) === undefined)) return undefined
  if (publicUrl === undefined)
    throw new Error('OIDC_ISSUER needs PUBLIC_URL: the identity provider sends browsers back to that address')
  const needed = (name: Name, what: string) => {
    const value = valueOf(name)
    if (value === undefined) throw new Error(`${name} must be set too: ${what}`)
    return value
  }
  const issuer = readIssuer(needed('OIDC_ISSUER', 'the address that the identity provider calls itself by'))
  return {
    issuer,
    clientId: needed('OIDC_CLIENT_ID', 'how this server is registered at the identity provider'),
    clientSecret: readSecret(
      needed('OIDC_CLIENT_SECRET_FILE', 'the path of a file with the secret of the client'),
    ),
    scopes: readScopes(valueOf('OIDC_SCOPES') ?? 'openid profile email'),
    name: valueOf('OIDC_NAME') ?? new URL(issuer).host,
    identityClaim: readIdentityClaim(valueOf('OIDC_IDENTITY_CLAIM') ?? 'sub'),
    roles: readRoles(valueOf('OIDC_ROLE_CLAIM'), valueOf('OIDC_ROLES')),
    tieByEmail: readSwitch('OIDC_TIE_BY_EMAIL', valueOf('OIDC_TIE_BY_EMAIL')),
  }
}

/** Kept as it was written: what the provider calls itself is compared with it character by character. */
function readIssuer(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const reachable = url?.protocol === 'https:' || (url?.protocol === 'http:' && isOwnName(url.hostname))
  if (!url || !reachable || `${url.search}${url.hash}${url.username}${url.password}` !== '')
    throw new Error('OIDC_ISSUER must be an address that begins with https:// and has no query')
  return text
}

function readSecret(path: string): string {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    throw new Error('OIDC_CLIENT_SECRET_FILE must be the path of a file that this account can read', {
      cause,
    })
  }
  const secret = text.replace(/\r?\n$/, '')
  if (secret.trim() === '')
    throw new Error('OIDC_CLIENT_SECRET_FILE must be a file with the secret, and it is empty')
  return secret
}

function readScopes(text: string): string {
  const scopes = text.split(/\s+/).filter((scope) => scope !== '')
  if (!scopes.includes('openid'))
    throw new Error('OIDC_SCOPES must be words with blanks between, and one is openid')
  return scopes.join(' ')
}

function readIdentityClaim(name: string): string {
  if (!changeable.has(name)) return name
  throw new Error(
    `OIDC_IDENTITY_CLAIM must not be ${name}, which can change and be given to somebody else: name a claim that stays with a person for good, such as sub, oid or an employee number`,
  )
}

function readRoles(claim: string | undefined, text: string | undefined): RoleMap | undefined {
  if (claim === undefined && text === undefined) return undefined
  const roles = text === undefined ? undefined : readRoleMap(text)
  if (claim !== undefined && roles) return { claim, roles }
  throw new Error(
    'OIDC_ROLE_CLAIM must be the name of a claim, and OIDC_ROLES say which of its values give which of admin, operator, reviewer, auditor: Audit team=auditor; IT=operator,reviewer',
  )
}

function readSwitch(name: Name, text: string | undefined): boolean {
  if (text === undefined || text === 'off') return false
  if (text === 'on') return true
  throw new Error(`${name} must be on or off`)
}
