import { describe, expect, test } from 'vitest'
import { actionEventFields } from '#contract/fields.ts'
import { filterSpecs } from './filter-spec.ts'

describe('the controls of a table', () => {
  const specs = filterSpecs(actionEventFields, { state: { label: 'State', choices: [] } })

  test('are one a field, in the order of its table, with its operators and no others', () => {
    expect(specs.map(({ field, ops }) => [field, ops])).toEqual(
      Object.entries(actionEventFields).map(([field, { ops }]) => [field, ops]),
    )
  })

  test('follow from the type of the field', () => {
    const kindOf = (field: string) => specs.find((spec) => spec.field === field)?.kind
    expect(['state', 'identity_name', 'any_changes', 'jobs_started', 'started_at'].map(kindOf)).toEqual([
      'choice',
      'text',
      'yes-no',
      'number',
      'time',
    ])
  })

  test('know the two fields that compare without case', () => {
    expect(specs.filter(({ fold }) => fold).map(({ field }) => field)).toEqual([
      'action_name',
      'identity_name',
    ])
  })

  test('go by the wire name where a screen has no word', () => {
    expect(specs.find(({ field }) => field === 'policy_id')?.label).toBe('policy_id')
    const type = specs.find(({ field }) => field === 'action_type')
    expect(type?.choices?.map(({ name }) => name)).toEqual([...actionEventFields.action_type.values])
    expect(type?.choices?.[1]).toEqual({ name: 'SYNC_IDENTITIES', label: 'SYNC_IDENTITIES', meaning: '' })
  })
})
