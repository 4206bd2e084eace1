import { sameUser, type WorkflowUser } from '#contract/people.ts'
import type { Actor } from '#contract/permissions.ts'
import type { ForcedChange } from '#contract/reviews/result.ts'
import type { Decision } from '#contract/reviews/review-enums.ts'
import type { ReviewPhase } from '#contract/reviews/review-phase.ts'
import { type ForcedAction, mayAct, type RowAction } from '#contract/reviews/review-rules.ts'
import { defaultSettings } from '#contract/reviews/review-settings.ts'

/** A row as the model has it; `log` has one line for each entry, as `logLine` writes it. */
type ModelRow = {
  decision: Decision
  notes: string
  signedOff: boolean
  reviewers: readonly WorkflowUser[]
  version: number
  log: string[]
}

/** A certification in the simplest form that can be compared with the server's. */
export type Model = {
  phase: ReviewPhase
  readonly owner: WorkflowUser
  readonly rows: ModelRow[]
  /** What was asked for under a key, and the version that came of it. */
  readonly keys: Map<string, { readonly asked: string; readonly version: number }>
}

/** One change as a command makes it. */
export type Asked = {
  readonly actor: Actor
  readonly row: number
  readonly change: Omit<ForcedChange, 'result_id'>
  readonly forced: boolean
  /** How many versions ago its author looked, or undefined for a change on whatever is there. */
  readonly behind: number | undefined
  readonly key: string | undefined
}

export const modelSettings = {
  ...defaultSettings(),
  staff_decides: { staff_decides: true },
}

/** What a change comes to, `version n` or the code of its refusal, and does it to the model. */
export function applyToModel(model: Model, asked: Asked): string {
  const { actor, forced } = asked
  const row = model.rows[asked.row]
  const key = asked.key && `${actor.id} ${asked.key}`
  const same = JSON.stringify([asked.row, asked.change, forced])
  const earlier = key === undefined ? undefined : model.keys.get(key)
  if (earlier) return earlier.asked === same ? `version ${earlier.version}` : 'KeyReused'
  if (!row || !isVisible(model, row, actor)) return 'NotFound'
  const draft: ModelRow = { ...row, log: [...row.log] }
  const refusal = doAll(model, draft, asked)
  if (refusal === 'PermissionDenied') return refusal
  if (asked.behind !== undefined && asked.behind > 0) return 'PreconditionFailed'
  if (refusal) return refusal
  // Only the page has to bring a reason with a rejection: nobody has set that this workflow asks for one.
  const { decision, notes } = asked.change
  if (!forced && decision === 'RESULT_DECISION_REJECTED' && !notes?.trim()) return 'InvalidArgument'
  if (draft.log.length === row.log.length) return `version ${row.version}`
  Object.assign(row, draft, { version: row.version + 1 })
  if (key !== undefined) model.keys.set(key, { asked: same, version: row.version })
  return `version ${row.version}`
}

function isVisible({ phase, owner }: Model, row: ModelRow, { roles, user }: Actor): boolean {
  if (roles.includes('admin') || (roles.includes('operator') && sameUser(owner, user))) return true
  return isAssigned(row, user) && ['in progress', 'expired, in grace', 'expired'].includes(phase)
}

const isAssigned = (row: ModelRow, user: WorkflowUser) => row.reviewers.some((one) => sameUser(one, user))

const decisionActions = {
  RESULT_DECISION_UNKNOWN: undefined,
  RESULT_DECISION_NONE: 'clear',
  RESULT_DECISION_ACCEPTED: 'accept',
  RESULT_DECISION_REJECTED: 'reject',
  RESULT_DECISION_FIXED: 'fix',
} as const

/** Does every part of a change to a copy of the row; the code of the first refusal. */
function doAll(model: Model, row: ModelRow, { actor, change, forced }: Asked): string | undefined {
  const assigned = isAssigned(row, actor.user)
  const refused = (action: RowAction | ForcedAction) =>
    mayAct(action, {
      phase: model.phase,
      decision: row.decision,
      signedOff: row.signedOff,
      roles: actor.roles,
      assigned,
      own: sameUser(model.owner, actor.user),
      self: false,
      settings: modelSettings,
    })?.code
  const named = (action: Exclude<RowAction, 'unassign'>) => (forced ? (`force ${action}` as const) : action)
  let code: string | undefined
  const attempt = (action: RowAction | ForcedAction, effect: () => void) => {
    code ??= refused(action)
    if (code === undefined) effect()
  }
  const { decision, notes, reviewers, signed_off_state } = change
  if (signed_off_state === 'NOT_SIGNED_OFF' && forced)
    attempt('force undo sign-off', () => {
      row.signedOff = false
      row.log.push('SIGN_OFF_UNDONE')
    })
  const action = decision && decisionActions[decision]
  if (decision && action)
    attempt(named(action), () => {
      row.decision = decision
      if (notes) row.notes = notes.trim()
      row.log.push(`DECISION ${decision} ${notes ?? ''}`)
    })
  else if (notes)
    attempt(named('note'), () => {
      row.notes = notes.trim()
      row.log.push(`NOTE_ADDED ${notes}`)
    })
  if (reviewers)
    attempt(reviewers.length === 0 && !forced ? 'unassign' : named('reassign'), () => {
      row.log.push(`REVIEWER_ASSIGNED ${idsOf(row.reviewers)} > ${idsOf(reviewers)}`)
      row.reviewers = reviewers.map(({ user_type, id }) => ({
        user_type,
        id,
        email: `${id}@example.com`,
        name: id,
      }))
    })
  if (signed_off_state === 'SIGNED_OFF')
    attempt(named('sign off'), () => {
      row.signedOff = true
      row.log.push('SIGNED_OFF')
    })
  if (signed_off_state === 'NOT_SIGNED_OFF' && !forced) attempt('note', () => undefined)
  return code
}

/** The ids of people, in the order in which they stand. */
export function idsOf(people: readonly { readonly id: string }[]): string {
  return people.map((person) => person.id).join(',')
}

/** The note with which the expiry job rejects what is not signed off in time. */
export const lateNote = 'not reviewed in time'

/** What the expiry job does to a certification whose due date has passed, where it rejects incomplete rows. */
export function expireModel(model: Model): void {
  if (model.phase !== 'in progress') return
  model.phase = 'expired, in grace'
  for (const row of model.rows.filter((one) => !one.signedOff)) {
    if (row.decision !== 'RESULT_DECISION_REJECTED' && row.decision !== 'RESULT_DECISION_FIXED') {
      row.decision = 'RESULT_DECISION_REJECTED'
      row.notes = lateNote
      row.log.push(`DECISION RESULT_DECISION_REJECTED ${lateNote}`)
    }
    row.signedOff = true
    row.version++
    row.log.push('SIGNED_OFF')
  }
}
