import type { ActionEvent } from '#contract/activity/action-event.ts'
import { actionStates, actionTypes } from '#contract/activity/action-event-enums.ts'
import { createRandom } from './random.ts'

/** What the file is called that the tests import. */
export const fileName = 'workflow-actions-2026.ndjson'

const random = createRandom(20_260_207)
const january = Date.UTC(2026, 0, 1)
/** Apart from each other, so that no two events start at the same moment. */
const gapMs = 17 * 60_000 + 13_000
const ordinary = 2_480

const actions = [
  'Sync AD user',
  'Add to groups',
  'sync ad user',
  'Create e-mail',
  'Pause 5 days',
  'Notify manager',
]
const workflows = ['Joiner', 'joiner', 'Mover', 'Leaver', 'Mover % of "staff"', '']
const people = [
  'Ada Lovelace',
  'Grace Hopper',
  'SMITH, John',
  'Smithson, Ann',
  'Łukasz Żak',
  'Иван Петров',
  '山田太郎',
  'O"Neil \\ Brien',
  '🦄 Unicorn',
  '100% _real_',
  '',
]
const messages = [
  'LDAP error 50: insufficient access rights',
  'The mailbox exists already.\nNothing was changed.\n\tcode=E_EXISTS "x"',
  'Retry 3 of 3 failed 💥',
]

/** Every state, the most common ones more often. */
const states = [
  ...actionStates.map(({ name }) => name),
  ...Array.from({ length: 14 }, () => 'COMPLETED'),
  'ERRORED',
  'ERRORED',
  'HALF_DONE',
]
const ended = new Set(['COMPLETED', 'ERRORED', 'SKIPPED', 'ABANDONED', 'HALF_DONE'])
const types = [...actionTypes.map(({ name }) => name), 'BRAND_NEW_TYPE']

const plain: ActionEvent = {
  policy_task: '',
  action_name: '',
  action_type: 'SYNC_IDENTITIES',
  state: 'COMPLETED',
  policy_id: 'policy-1',
  policy_name: 'Workforce',
  policy_version_number: 3,
  workflow_name: 'Joiner',
  identity_id: 'EMP-0001',
  identity_name: 'Ada Lovelace',
  identity_type: 'OktaUser',
  started_at: '2026-01-31T11:17:20.801Z',
  completed_at: '2026-01-31T11:17:24.120456789Z',
  any_changes: true,
  jobs_started: 2,
  jobs_completed: 1,
  jobs_errored: 1,
  extraction_event: 'extraction-1',
  messages: [],
  event_source: 'POLICY',
  dry_run: false,
}

const text = (ms: number) => new Date(ms).toISOString()
const padded = (number: number) => String(number).padStart(4, '0')

function ordinaryEvent(_: unknown, index: number): ActionEvent {
  const state = random.pick(states)
  const started = january + index * gapMs + random.below(900)
  const waiting = state === 'SCHEDULED' && random.chance(0.5)
  const person = random.below(people.length)
  return {
    ...plain,
    policy_task: `task-${padded(Math.floor(index / 3))}`,
    action_name: actions[index % actions.length] ?? '',
    action_type: random.pick(types),
    state,
    policy_id: `policy-${1 + random.below(4)}`,
    workflow_name: random.pick(workflows),
    identity_id: `${random.pick(['EMP', 'emp', 'EXT'])}-${padded(random.below(120))}`,
    identity_name: people[person] ?? '',
    started_at: waiting ? null : text(started),
    completed_at: ended.has(state) ? text(started + random.below(3_600_000)) : null,
    any_changes: random.chance(0.4),
    jobs_started: random.below(4),
    jobs_completed: 0,
    jobs_errored: state === 'ERRORED' ? 1 : 0,
    extraction_event: random.chance(0.1) ? null : `extraction-${random.below(9)}`,
    messages: state === 'ERRORED' ? [random.pick(messages)] : [],
  }
}

/** Names that an address, a shell or a parser could trip over, once as the task and once as the action. */
const awkwardNames = [
  'a/b',
  '100%',
  '%2F',
  '%252F',
  '?#',
  '🦄',
  `"it's" \\ 'so'`,
  'a+b&c=d;e',
  ' spaced  out ',
  'Ж:山~',
]

/** Events of those names, older than all others: none of them is on the first page. */
export const awkwardEvents: readonly ActionEvent[] = awkwardNames.map((name, index) => ({
  ...plain,
  policy_task: name,
  action_name: `${name} of ${awkwardNames[awkwardNames.length - 1 - index]}`,
  identity_name: name,
  started_at: `2025-06-0${1 + (index % 9)}T0${index % 10}:00:00.123456789Z`,
  completed_at: null,
}))

/** One with everything: several messages, and keys that the contract does not name. */
export const richEvent: ActionEvent = {
  ...plain,
  policy_task: 'rich-task',
  action_name: 'Everything at once',
  state: 'ERRORED',
  action_type: 'DEPROVISION_IDENTITY',
  started_at: '2025-05-01T10:00:00.5Z',
  completed_at: '2025-05-01T12:30:04Z',
  messages: [...messages, messages[0] ?? ''],
  risk_score: 7.25,
  'odd key "é"': '<b>not bold</b>',
  context: { ticket: 'INC-1', tags: ['a', 'b'] },
}

/** One that has not ended. */
export const runningEvent: ActionEvent = {
  ...plain,
  policy_task: 'running-task',
  action_name: 'Still at it',
  state: 'RUNNING',
  started_at: '2025-05-02T10:00:00Z',
  completed_at: null,
}

/** Everything that the tests import, oldest first but for those without a start. */
export const events: readonly ActionEvent[] = [
  richEvent,
  runningEvent,
  ...awkwardEvents,
  ...Array.from({ length: ordinary }, ordinaryEvent),
]

/** What tells one event from another: its task and its action. */
export type EventKey = Pick<ActionEvent, 'policy_task' | 'action_name'>

/** The same as one text. */
export const keyOf = ({ policy_task, action_name }: EventKey): string => `${policy_task} · ${action_name}`
