import * as z from 'zod/mini'
import { page, value } from '../envelopes.ts'
import { WorkflowUser } from '../people.ts'
import { roles } from '../permissions.ts'
import type { Route } from '../route.ts'
import { emptyIsAbsent, optionalText, safeText } from '../text.ts'
import { ListedSession } from './sign-in.ts'

/** A person of the directory as admins see them. Times are RFC 3339 in UTC. */
export const DirectoryPerson = z.looseObject({
  ...WorkflowUser.shape,
  roles: z.array(z.string()),
  demo: z._default(z.boolean(), false),
  deactivated_at: z.nullable(z.string()),
  /** How they can sign in: `PASSWORD`, `TOTP`, `PASSKEY`, `OIDC`. None: they cannot. */
  sign_in: z.array(z.string()),
  /** Their tie to an identity of the provider. */
  identity: z.optional(
    z.looseObject({ issuer: z.string(), subject: z.string(), tied_at: z.string(), tied_by: z.string() }),
  ),
  /** Roles come from claims of the provider at each sign-in, and cannot be set here. */
  roles_from_claims: z._default(z.boolean(), false),
})
export type DirectoryPerson = z.output<typeof DirectoryPerson>

const PersonKey = z.strictObject({
  user_type: safeText(255, 'the type of the person'),
  id: safeText(255, 'their id under that type'),
})
const Roles = z.array(z.enum(roles)).check(z.maxLength(roles.length))
const NoInput = z.strictObject({})
/** Nobody changes their own roles, or ends their own access, by accident: that takes `own`. */
const own = z.optional(z.boolean().check(z.describe('must be true where it is about the caller')))
// Ids hold any character, `:` and `/` too, so what is done to a person is a segment of its own: a verb behind the id would be part of it.
const personPath = '/app/v1/directory/{user_type}/{id}'

/** A link by which somebody sets their password; shown once, to be handed over by the admin. */
export const PasswordLink = z.looseObject({ url: z.string(), expires_at: z.string() })

/**
 * What a directory file would change, person by person and wrong line by wrong line (capped at 200 each, those who lose
 * roles first), and in numbers that add up: `lines` are those added, changed, unchanged and rejected.
 */
export const DirectoryChanges = z.looseObject({
  lines: z.number(),
  added: z.number(),
  changed: z.number(),
  unchanged: z.number(),
  rejected: z.number(),
  /** How many people of the file have no role after it. */
  without_role: z._default(z.number(), 0),
  people: z.array(
    z.looseObject({
      ...WorkflowUser.shape,
      /** `ADDED` or `CHANGED`; those whom nothing changes are counted only. */
      change: z.string(),
      roles_gained: z.array(z.string()),
      roles_lost: z.array(z.string()),
      fields: z.array(z.string()),
    }),
  ),
  problems: z.array(z.looseObject({ line: z.number(), field: z.string(), error: z.string() })),
  /** Stands for the file and the directory as they are; the import refuses where either is another by then. */
  preview: z.string(),
})
export type DirectoryChanges = z.output<typeof DirectoryChanges>

/** One thing that was done to an account. */
export const AccountLogEntry = z.looseObject({
  /** Where it stands in the log; no two entries have the same. */
  place: z._default(z.string(), ''),
  at: z.string(),
  /** `user:…` or `key:…`, or what did it without being anybody, such as `terminal`. */
  actor: z.string(),
  /** Their name; empty for what is nobody. */
  actor_name: z._default(z.string(), ''),
  action: z.string(),
  user_type: z.nullable(z.string()),
  id: z.nullable(z.string()),
  name: z._default(z.string(), ''),
  detail: z.looseObject({}),
})
export type AccountLogEntry = z.output<typeof AccountLogEntry>

const File = optionalText(900_000, 'the text of the file: CSV or NDJSON')

/** The routes of people, for admins. Those that give or take rights need a fresh proof. */
export const peopleRoutes = {
  listDirectory: {
    method: 'GET',
    path: '/app/v1/directory',
    summary: 'People of the directory, ordered by name',
    permission: 'people:read',
    documented: false,
    query: z.strictObject({
      search: emptyIsAbsent(safeText(200, 'part of a name, an email or an id')),
      role: emptyIsAbsent(z.enum(roles)),
      page_token: emptyIsAbsent(safeText(2048, '`next_page_token` of the page before')),
    }),
    reply: page(DirectoryPerson),
  },
  findPerson: {
    method: 'GET',
    path: personPath,
    summary: 'One person of the directory',
    permission: 'people:read',
    documented: false,
    params: PersonKey,
    reply: value(DirectoryPerson),
  },
  addPerson: {
    method: 'POST',
    path: '/app/v1/directory',
    summary: 'Add a person; with a local account the answer has the link by which they set their password',
    permission: 'people:manage',
    documented: false,
    body: z.strictObject({
      user_type: z.optional(safeText(255, 'their type, localCookieUser where absent')),
      id: z.optional(safeText(255, 'their id, the email where absent')),
      email: safeText(320, 'their email'),
      name: safeText(1024, 'their name'),
      roles: Roles,
      local_account: z.optional(z.boolean()),
    }),
    reply: value(z.looseObject({ person: DirectoryPerson, link: z.optional(PasswordLink) })),
    status: 201,
  },
  setRoles: {
    method: 'PUT',
    path: `${personPath}/roles`,
    summary: 'Set the roles of a person',
    permission: 'people:manage',
    documented: false,
    params: PersonKey,
    body: z.strictObject({ roles: Roles, seen: z.optional(Roles), own }),
    reply: value(DirectoryPerson),
  },
  deactivatePerson: {
    method: 'POST',
    path: `${personPath}/deactivation`,
    summary: 'End the access of a person: sessions, keys and exports end in one step',
    permission: 'people:manage',
    documented: false,
    params: PersonKey,
    body: z.strictObject({ own }),
    reply: value(
      z.looseObject({ person: DirectoryPerson, sessions: z.number(), keys: z.number(), exports: z.number() }),
    ),
  },
  activatePerson: {
    method: 'POST',
    path: `${personPath}/activation`,
    summary: 'Let a person in again; their keys stay revoked',
    permission: 'people:manage',
    documented: false,
    params: PersonKey,
    body: NoInput,
    reply: value(DirectoryPerson),
  },
  makePasswordLink: {
    method: 'POST',
    path: `${personPath}/password_link`,
    summary: 'A one-time link by which a person sets a (new) password; their second factors stay',
    permission: 'people:manage',
    documented: false,
    params: PersonKey,
    body: NoInput,
    reply: value(PasswordLink),
    status: 201,
  },
  resetSecondFactors: {
    method: 'POST',
    path: `${personPath}/second_factors_reset`,
    summary:
      'Take away the authenticator app, the recovery codes and the passkeys of a person who has lost them',
    permission: 'people:manage',
    documented: false,
    params: PersonKey,
    body: NoInput,
    reply: value(DirectoryPerson),
  },
  listSessionsOf: {
    method: 'GET',
    path: `${personPath}/sessions`,
    summary: 'The sessions of a person',
    permission: 'people:manage',
    documented: false,
    params: PersonKey,
    reply: page(ListedSession),
  },
  endSessionsOf: {
    method: 'POST',
    path: `${personPath}/sessions_end`,
    summary: 'End all sessions of a person',
    permission: 'people:manage',
    documented: false,
    params: PersonKey,
    body: NoInput,
    reply: value(z.looseObject({ ended: z.number() })),
  },
  untieIdentity: {
    method: 'POST',
    path: `${personPath}/untying`,
    summary: 'Take away the tie of a person to an identity of the provider, and end their sessions',
    permission: 'people:manage',
    documented: false,
    params: PersonKey,
    body: NoInput,
    reply: value(DirectoryPerson),
  },
  previewDirectory: {
    method: 'POST',
    path: '/app/v1/directory:preview_import',
    summary: 'What a directory file would change; changes nothing',
    permission: 'people:manage',
    documented: false,
    body: z.strictObject({ file: File, role: z.optional(z.enum(roles)) }),
    reply: value(DirectoryChanges),
  },
  importDirectory: {
    method: 'POST',
    path: '/app/v1/directory:import',
    summary: 'Put a directory file in, as it was previewed',
    permission: 'people:manage',
    documented: false,
    body: z.strictObject({
      file: File,
      role: z.optional(z.enum(roles)),
      preview: safeText(128, '`preview` of the preview'),
    }),
    reply: value(DirectoryChanges),
  },
  listAccountLog: {
    method: 'GET',
    path: '/app/v1/account_log',
    summary: 'What was done to accounts, roles, keys and ties, newest first',
    permission: 'people:read',
    documented: false,
    query: z.strictObject({
      action: emptyIsAbsent(optionalText(64, 'one kind of entries')),
      user_type: emptyIsAbsent(optionalText(255, 'the type of the person whom entries are about or by')),
      id: emptyIsAbsent(optionalText(255, 'their id under that type')),
      reference: emptyIsAbsent(optionalText(16, 'what somebody was told who was refused')),
      page_token: emptyIsAbsent(safeText(512, '`next_page_token` of the page before')),
    }),
    reply: page(AccountLogEntry),
  },
} as const satisfies Record<string, Route>
