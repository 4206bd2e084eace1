import * as z from 'zod/mini'
import { page, value } from '../envelopes.ts'
import { WorkflowUserInput, WorkflowUser } from '../people.ts'
import { settingLeaves } from './review-settings.ts'
import type { Route } from '../route.ts'
import { optionalText, safeText } from '../text.ts'

const DENY_LIST = '/api/preview/workflows/deny_list/users'
const DELEGATION = '/api/preview/awf/delegation/users'
const SETTING = '/api/private/workflows/access/global_settings/{leaf}'

const empty = z.looseObject({})
const Users = z.looseObject({ users: z.array(WorkflowUser) })
const UsersInput = z.strictObject({ users: z.array(WorkflowUserInput).check(z.maxLength(1000)) })
const Delegation = z.looseObject({ original_user: WorkflowUser, delegate_user: WorkflowUser })
/** Somebody's rows go to somebody else: the reviewer and who stands in for them. */
export type Delegation = z.output<typeof Delegation>
const DelegationInput = z.strictObject({
  values: z
    .array(z.strictObject({ original_user: WorkflowUserInput, delegate_user: WorkflowUserInput }))
    .check(z.maxLength(1000)),
})
const SettingParams = z.strictObject({
  leaf: z.enum(settingLeaves as [string, ...string[]], { error: 'is not a setting of this server' }),
})

/** The routes of what holds for all reviews (veza-api B): the deny list of reviewers, delegations, settings. */
export const reviewSettingsRoutes = {
  listDenied: {
    method: 'GET',
    path: DENY_LIST,
    summary: 'List the reviewer deny list',
    permission: 'reviews:settings:read',
    documented: 'developers/api/workflows/updatereviewerdenylist',
    reply: Users,
  },
  addDenied: {
    method: 'POST',
    path: `${DENY_LIST}:add`,
    summary: 'Add to the reviewer deny list',
    permission: 'reviews:settings',
    documented: 'developers/api/workflows/updatereviewerdenylist',
    body: UsersInput,
    reply: empty,
  },
  removeDenied: {
    method: 'POST',
    path: `${DENY_LIST}:remove`,
    summary: 'Remove from the reviewer deny list',
    permission: 'reviews:settings',
    documented: 'developers/api/workflows/updatereviewerdenylist',
    body: UsersInput,
    reply: empty,
  },
  listDelegations: {
    method: 'GET',
    path: DELEGATION,
    summary: 'List delegations',
    permission: 'reviews:settings:read',
    documented: 'developers/api/workflows/delegatereviewers',
    reply: page(Delegation),
  },
  addDelegations: {
    method: 'POST',
    path: `${DELEGATION}:add`,
    summary: 'Delegate the rows of one person to another as well',
    permission: 'reviews:settings',
    documented: 'developers/api/workflows/delegatereviewers',
    body: DelegationInput,
    reply: empty,
  },
  removeDelegations: {
    method: 'POST',
    path: `${DELEGATION}:remove`,
    summary: 'End delegations',
    permission: 'reviews:settings',
    documented: 'developers/api/workflows/delegatereviewers',
    body: DelegationInput,
    reply: empty,
  },
  getSetting: {
    method: 'GET',
    path: SETTING,
    summary: 'Read a review setting: of a workflow where it has its own, else the global one',
    permission: 'reviews:settings:read',
    documented: 'developers/api/workflows/access-review-settings',
    params: SettingParams,
    query: z.strictObject({ workflow_id: z.optional(safeText(255, 'the workflow whose setting is meant')) }),
    reply: value(empty),
  },
  putSetting: {
    method: 'PUT',
    path: SETTING,
    summary: 'Write a review setting',
    permission: 'reviews:settings',
    documented: 'developers/api/workflows/access-review-settings',
    params: SettingParams,
    body: z.strictObject({
      workflow_id: z.optional(
        optionalText(255, 'the workflow whose setting it is; all when absent or empty'),
      ),
      value: z.record(z.string(), z.unknown()),
    }),
    reply: value(empty),
  },
} as const satisfies Record<string, Route>
