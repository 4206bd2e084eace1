import { decisions, signedOffStates } from '#contract/reviews/review-enums.ts'
import type { StoredNode } from '#server/store/database/review-schema.ts'
import type { Random } from './random.ts'
import { aRow, aUser, type GivenRow } from './review-data.ts'

/** Letters and signs on which folding, patterns or quoting could go wrong. */
const awkward = [
  'İ',
  'Σ',
  'ß',
  'ς',
  'é',
  'Ж',
  '山',
  '😀',
  '%',
  '_',
  '\\',
  '"',
  "'",
  ' ',
  'a',
  'B',
  'true',
  '1',
  '’',
  'ʼ',
  '\u00A0',
  '\u3000',
  '\u0301',
  'e\u0301',
]
const names = [
  'jdoe',
  'JDoe',
  'Straße 100%',
  'İpek_ΣΟΦΟΣ',
  'back\\slash',
  "O'Neil",
  "Renée O'Neil Ruiz",
  'Renée O’Neil\u00A0Ruiz'.normalize('NFD'),
  'say "hi"',
  '山田太郎',
  '',
]
const notes = [
  '',
  'ok',
  'OK, İstanbul',
  'Straße',
  'needs 100% _proof_',
  'ΟΔΥΣΣΕΥΣ',
  'c:\\temp',
  '"quoted"',
  'À l’été\u202F!',
]
const permissions = ['DataRead', 'dataread', 's3:Get*', '100%', 'a_b', 'a\\b', 'İ', "it's", '']
const reviewers = [
  { ...aUser('eva'), name: 'Eva d’É\u2007Ruiz'.normalize('NFD') },
  { ...aUser('ana'), name: 'Ana İpek' },
  { ...aUser('bob'), name: 'Bob Straße' },
  { ...aUser('cem'), name: 'ΣΟΦΟΣ 100%', email: 'Cem_1@Example.com' },
  { ...aUser('dee', 'OktaUser'), name: '' },
]

/** The attributes that entities of `awkwardRows` may have, some of them different in their case only, with one that none has. */
export const awkwardAttributes = [
  'dept',
  'Dept',
  'DEPT',
  'is_active',
  'risk',
  'Risk',
  'tags',
  'jobTitle',
  'name',
  'nothing',
  'nested',
] as const

/** Rows for comparing the server with a matcher over what it shows: properties of every JSON type, missing and null. */
export function awkwardRows(count: number, random: Random): GivenRow[] {
  const some = <T>(from: readonly T[]) => from.filter(() => random.chance(0.35))
  return Array.from({ length: count }, () =>
    aRow({
      source: node(random),
      destination: node(random),
      waypoint: random.chance(0.3) ? node(random) : null,
      raw_permissions: some(permissions),
      effective_permissions: some(permissions),
      decision: random.pick(decisions),
      signed_off_state: random.pick(signedOffStates),
      notes: random.chance(0.7) ? random.pick(notes) : word(random),
      reviewers: some(reviewers),
      updated_at: random.chance(0.3)
        ? null
        : `2026-03-0${1 + random.below(3)}T09:00:00.12345678${random.below(3)}Z`,
    }),
  )
}

/** A short text of signs that something might treat specially. */
export function word(random: Random): string {
  return Array.from({ length: 1 + random.below(4) }, () => random.pick(awkward)).join('')
}

function node(random: Random): StoredNode {
  const given = {
    dept: () => random.pick(names),
    Dept: () => random.pick(names),
    is_active: () => random.pick([true, false, 'true', 'True', null]),
    risk: () => random.pick([0, 1, 10, 9, -2.5, '10', 'high']),
    Risk: () => random.pick([1, '10', 'high', true]),
    jobTitle: () => random.pick(names),
    tags: () => random.pick([[], ['a', 'b%'], ['İ', 1, true], [null, 'a'], [{ key: 'a' }, 'ß']]),
    name: () => 'a property called name',
    nested: () => random.pick([{ a: 1 }, [[1]], {}]),
  }
  const kept = Object.entries(given).filter(() => random.chance(0.7))
  return {
    type: random.pick(['OktaUser', 'oktauser', 'S3Bucket', 'Ж_type']),
    id: `${word(random)}${random.below(50)}`,
    name: random.pick(names),
    properties: Object.fromEntries(kept.map(([key, value]) => [key, value()])),
  }
}
