import { expect, test } from 'vitest'
import errorTexts from '#testing/error-texts.json' with { type: 'json' }
import { causeOf } from './cause-of.ts'

/** Whom the events of these texts are about, as an event carries it. */
const known = ['mmueller', 'alopez', 'ana.lopez', 'Ana López', 'mkeller', 'sysman', 'IDM_APP']

/**
 * What a person groups and rules do not reach: one code told in several languages, a clause that is not always there, a name without
 * quotes that holds blanks, and two codes of one meaning.
 */
const leftApart = [
  'hresult-80070005-access-denied',
  'hresult-8007052e-bad-credentials',
  'pg-23505',
  'ora-00001',
  'mssql-18456',
  'exch-proxy-address-in-use',
  'ps-identity-null',
  'sf-lock-row',
  'exch-recipient-type',
  'aadsts-50020',
  'hresult-80072020-operations-error',
  'ldap-34-bad-name',
  'ldap-50-insufficient-access',
]

const grouped = errorTexts.map(({ group, texts }) => ({
  group,
  causes: new Set(texts.map((text) => causeOf([text], known).cause_id)),
}))

test('the texts of public documentation are at least 200, each once', () => {
  const texts = errorTexts.flatMap((group) => group.texts)
  expect(texts.length).toBeGreaterThan(500)
  expect(new Set(texts).size).toBe(texts.length)
})

test('no two groups have a cause in common', () => {
  const owners = new Map<string, string[]>()
  for (const { group, causes } of grouped)
    for (const cause of causes) owners.set(cause, [...(owners.get(cause) ?? []), group])
  expect([...owners.values()].filter((groups) => groups.length > 1)).toEqual([])
})

test('each group is of one cause, but for those that rules do not reach', () => {
  const apart = grouped.filter(({ causes }) => causes.size > 1).map(({ group }) => group)
  expect(apart.toSorted()).toEqual(leftApart.toSorted())
})
