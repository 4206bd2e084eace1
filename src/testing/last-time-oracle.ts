import type { AccessChange, LastDecision } from '#contract/reviews/last-time.ts'
import type { AccessRowInput } from '#server/store/reviews/access/access-rows.ts'
import { systemUser } from '#server/store/reviews/log/system-user.ts'
import { createRandom, type Random } from './random.ts'
import { aNode, anEntry, aRow, aUser, type GivenEntry, type GivenRow } from './review-data.ts'

/*
 * Two reviews of the same workflow, made up row by row, and what is to be said of each row of the later one by the text of the
 * issue alone: joined on source, waypoint and destination; what changed; what was decided last.
 */

/** A row of access as a test thinks of it; `decided` are the decisions of last time, oldest first, by whom. */
export type Access = {
  readonly who: string
  readonly way: string | undefined
  readonly what: string
  readonly now: Permissions | undefined
  readonly before: (Permissions & { readonly decided: readonly Decided[]; readonly note: string }) | undefined
}
type Permissions = { readonly effective: readonly string[]; readonly raw: readonly string[] }
type Decided = { readonly decision: Decision; readonly by: 'grace' | 'olga' | 'rule' }
type Decision = 'ACCEPTED' | 'REJECTED' | 'FIXED' | 'NONE'

const histories: Readonly<Record<Exclude<LastDecision, 'NONE'>, readonly (readonly Decided[])[]>> = {
  OPEN: [[], [by('grace', 'ACCEPTED'), by('grace', 'NONE')]],
  ACCEPTED: [[by('grace', 'ACCEPTED')], [by('olga', 'REJECTED'), by('grace', 'ACCEPTED')]],
  REJECTED: [[by('grace', 'REJECTED')], [by('grace', 'ACCEPTED'), by('olga', 'REJECTED')]],
  FIXED: [[by('grace', 'REJECTED'), by('olga', 'FIXED')]],
  REJECTED_BY_RULE: [[by('rule', 'REJECTED')], [by('grace', 'ACCEPTED'), by('rule', 'REJECTED')]],
}
const changes: readonly AccessChange[] = ['NEW', 'WIDER', 'NARROWER', 'WIDER_AND_NARROWER', 'SAME']
const decisions = Object.keys(histories) as Exclude<LastDecision, 'NONE'>[]

function by(who: Decided['by'], decision: Decision): Decided {
  return { by: who, decision }
}

/** So many rows with every pair of the two facts, and some that have gone; the same `seed` gives the same. */
export function accessOfTwoReviews(count: number, seed: number): readonly Access[] {
  const random = createRandom(seed)
  return Array.from({ length: count }, (_, index): Access => {
    const change = changes[index % changes.length] ?? 'NEW'
    const decision = decisions[Math.floor(index / changes.length) % decisions.length] ?? 'OPEN'
    const [now, before] = permissionsFor(change, random)
    const hasGone = index % 17 === 0
    // The same names at another place of the path are other access.
    const way = index % 3 === 0 ? undefined : `way ${index % 7}`
    return {
      who: `person ${Math.floor(index / 40)}`,
      way,
      what: `role ${index % 40}`,
      now: hasGone ? undefined : now,
      before:
        change === 'NEW' && !hasGone
          ? undefined
          : {
              ...before,
              decided: random.pick(histories[decision]),
              note: random.chance(0.3) ? `note ${index}` : '',
            },
    }
  })
}

function permissionsFor(change: AccessChange, random: Random): readonly [Permissions, Permissions] {
  const base = ['Read', 'Write']
  const more = random.pick(['Delete', 'Grant'])
  // What widens is at times told by the name of the system alone.
  const key = random.pick(['effective', 'raw'] as const)
  const same: Permissions = { effective: base, raw: ['sys.read', 'sys.write'] }
  const wide: Permissions = { ...same, [key]: [...same[key], more] }
  const other: Permissions = { ...same, [key]: [same[key][0] ?? '', more] }
  // Neither order nor doubles count.
  const shuffled: Permissions = { effective: [...base].reverse(), raw: ['sys.write', 'sys.read', 'sys.read'] }
  if (change === 'WIDER') return [wide, same]
  if (change === 'NARROWER') return [same, wide]
  if (change === 'WIDER_AND_NARROWER') return [other, same]
  return [same, random.chance(0.5) ? shuffled : same]
}

/** What is to be said of a row that is there now. */
export function expectedOf({ now, before }: Access) {
  if (!now) throw new Error('a row that has gone has no facts')
  const none = {
    added_permissions: [],
    removed_permissions: [],
    added_raw_permissions: [],
    removed_raw_permissions: [],
  }
  if (!before)
    return {
      ...none,
      access_change: 'NEW',
      last_decision: 'NONE',
      last_note: '',
      last_reviewer: null,
      last_decided_at: null,
    }
  const added = minus(now, before)
  const removed = minus(before, now)
  const [isWider, isNarrower] = [added, removed].map(
    ({ effective, raw }) => effective.length + raw.length > 0,
  )
  const last = before.decided.at(-1)
  const decision = last === undefined || last.decision === 'NONE' ? undefined : last
  return {
    access_change: isWider ? (isNarrower ? 'WIDER_AND_NARROWER' : 'WIDER') : isNarrower ? 'NARROWER' : 'SAME',
    added_permissions: added.effective,
    removed_permissions: removed.effective,
    added_raw_permissions: added.raw,
    removed_raw_permissions: removed.raw,
    last_decision: !decision ? 'OPEN' : decision.by === 'rule' ? 'REJECTED_BY_RULE' : decision.decision,
    last_note: before.note,
    last_reviewer: decision ? personOf(decision.by) : null,
    last_decided_at: decision ? timeOf(before.decided.length - 1) : null,
  }
}

function minus(one: Permissions, other: Permissions): Permissions {
  const rest = (key: keyof Permissions) =>
    [...new Set(one[key])].filter((name) => !other[key].includes(name)).toSorted()
  return { effective: rest('effective'), raw: rest('raw') }
}

const personOf = (who: Decided['by']) => (who === 'rule' ? systemUser : aUser(who))
const timeOf = (index: number) => `2026-07-1${index}T09:00:00Z`

/** Access that was there by another way only, which is other access, for every other row that is new. */
export function byAnotherWay(rows: readonly Access[]): readonly Access[] {
  return rows
    .filter(({ now, before }, index) => now && !before && index % 2 === 0)
    .map((row) => {
      const permissions = row.now ?? { effective: [], raw: [] }
      return {
        ...row,
        way: `other ${row.way ?? ''}`,
        now: undefined,
        before: { ...permissions, decided: [], note: '' },
      }
    })
}

/** The entities of a row. */
export function nodesOf({ who, way, what }: Access) {
  return {
    source: aNode('OktaUser', who),
    destination: aNode('Role', what),
    waypoint: way === undefined ? null : aNode('Group', way),
  }
}

/** A row of the earlier review, decided as it says. */
export function earlierRow(access: Access): GivenRow {
  const { before } = access
  if (!before) throw new Error('this access was not there then')
  const log: GivenEntry[] = before.decided.map(({ by: who, decision }, index) =>
    anEntry('DECISION', {
      actor: personOf(who),
      via: who === 'rule' ? 'job' : 'session',
      at: timeOf(index),
      detail: { decision_detail: { decision: `RESULT_DECISION_${decision}`, note: '' } },
    }),
  )
  // A sign-off by the server makes no decision that of a rule.
  log.push(anEntry('SIGNED_OFF', { actor: systemUser, via: 'job' }))
  return aRow({
    ...nodesOf(access),
    effective_permissions: [...before.effective],
    raw_permissions: [...before.raw],
    decision: `RESULT_DECISION_${before.decided.at(-1)?.decision ?? 'NONE'}`,
    notes: before.note,
    signed_off_state: 'SIGNED_OFF',
    log,
  })
}

/** The access of the later import. */
export function laterAccess(access: Access, row_key: string, reviewers: readonly string[]): AccessRowInput {
  const { now } = access
  if (!now) throw new Error('this access has gone')
  return {
    ...nodesOf(access),
    row_key,
    effective_permissions: now.effective,
    raw_permissions: now.raw,
    source_managers: [],
    destination_owners: [],
    reviewers,
  }
}
