import type { WorkflowUser } from '#contract/people.ts'
import type { NotificationInfo } from '#contract/reviews/result.ts'
import type { LogDetail } from '../../store/database/review-schema.ts'
import type { PlayedEntry, PlayedRow } from '../../store/reviews/demo/played-rows.ts'
import type { Random } from '../random.ts'
import { acceptNotes, hookErrors, questions, rejectNotes } from './notes.ts'
import { ada, edith } from './people.ts'

/** How far a review has come; the shares are of all rows, of the decided ones, and of the rejected ones. */
export type Progress = {
  readonly decided: number
  readonly signed: number
  readonly fixed: number
  /** When people worked on it, in milliseconds since 1970. */
  readonly from: number
  readonly to: number
}

const minute = 60_000

/** Plays the work on one row by its first reviewer; undefined when nobody has come to it yet. */
export function playRow(
  { result_id, reviewers }: { readonly result_id: number; readonly reviewers: WorkflowUser[] },
  progress: Progress,
  random: Random,
): { readonly row: PlayedRow; readonly entries: readonly PlayedEntry[] } | undefined {
  const [reviewer] = reviewers
  if (!reviewer) return undefined
  const player = new Player({ ...untouched, result_id, reviewers }, reviewer, progress, random)
  if (random.happens(0.01)) player.handOn(edith)
  if (random.happens(0.03)) player.ask()
  if (random.happens(progress.decided)) player.decide(progress)
  return player.entries.length > 0 ? { row: player.row, entries: player.entries } : undefined
}

class Player {
  readonly entries: PlayedEntry[] = []
  row: PlayedRow
  #who: WorkflowUser
  #clock: number
  readonly #end: number
  readonly #random: Random

  constructor(row: PlayedRow, reviewer: WorkflowUser, { from, to }: Progress, random: Random) {
    this.#random = random
    this.#who = reviewer
    this.#end = to
    this.#clock = from + Math.floor(random.share() * (to - from) * 0.8)
    this.row = row
  }

  handOn(to: WorkflowUser): void {
    if (to.id === this.#who.id) return
    const old_reviewers = this.row.reviewers
    this.#log('REVIEWER_ASSIGNED', { reviewer_detail: { old_reviewers, new_reviewers: [to] } })
    this.row = { ...this.row, reviewers: [to] }
    this.#who = to
  }

  ask(): void {
    const note = this.#random.pick(questions)
    this.#log('NOTE_ADDED', { note })
    this.row = { ...this.row, notes: note }
  }

  decide({ signed, fixed }: Progress): void {
    const random = this.#random
    const rejects = random.happens(0.13)
    if (random.happens(0.02))
      this.#decision(rejects ? 'RESULT_DECISION_ACCEPTED' : 'RESULT_DECISION_REJECTED', '')
    if (rejects) this.#decision('RESULT_DECISION_REJECTED', random.pick(rejectNotes))
    else this.#decision('RESULT_DECISION_ACCEPTED', random.happens(0.15) ? random.pick(acceptNotes) : '')
    if (!random.happens(signed)) return
    this.#signOff()
    if (!rejects) return
    this.#report(random.happens(0.06))
    if (random.happens(fixed)) this.#decision('RESULT_DECISION_FIXED', '', ada)
  }

  #decision(decision: string, note: string, by = this.#who): void {
    this.#log('DECISION', { decision_detail: { decision, note } }, by)
    this.row = { ...this.row, decision, notes: note === '' ? this.row.notes : note }
  }

  #signOff(): void {
    const at = this.#log('SIGNED_OFF', {})
    this.row = { ...this.row, signed_off_state: 'SIGNED_OFF', signed_off_at: at, signed_off_by: this.#who }
  }

  /** An integration tells what became of the ticket. */
  #report(failed: boolean): void {
    const error_message = failed ? this.#random.pick(hookErrors) : ''
    const status = failed ? 'FAILED' : 'SUCCEED'
    const updated_at = this.#log(
      'WEBHOOK_STATUS',
      { note: failed ? `FAILED: ${error_message}` : status },
      ada,
      'key:5a1e5f0c',
    )
    const info: NotificationInfo = {
      notification_type: 'WEBHOOK',
      webhook_type: 'GENERIC',
      status,
      error_message,
      updated_at,
    }
    this.row = { ...this.row, notification_status: status, notification_response_infos: [info] }
  }

  /** Writes an entry a while after the one before, and returns its time. */
  #log(action: string, detail: LogDetail, actor = this.#who, via = 'session'): string {
    this.#clock = Math.min(
      this.#clock + this.#random.between(2000, 30 * minute),
      this.#end - 1000 + this.entries.length,
    )
    const at = textOf(this.#clock, this.#random)
    const version = this.row.version + 1
    const { result_id } = this.row
    this.entries.push({ result_id, version, action, actor, via, at, detail })
    this.row = { ...this.row, version, updated_at: at, updated_by: actor }
    return at
  }
}

function textOf(ms: number, random: Random): string {
  const digits = String(random.between(0, 999_999)).padStart(6, '0')
  return `${new Date(ms).toISOString().slice(0, -1)}${digits}Z`
}

const untouched: Omit<PlayedRow, 'result_id' | 'reviewers'> = {
  decision: 'RESULT_DECISION_NONE',
  notes: '',
  signed_off_state: 'NOT_SIGNED_OFF',
  signed_off_at: null,
  signed_off_by: null,
  notification_status: 'UNKNOWN',
  notification_response_infos: [],
  updated_at: null,
  updated_by: null,
  version: 1,
}
