import { expect, test } from 'vitest'
import { shortPermissions } from './permissions-text.ts'

test.each<[string[], string, string]>([
  [['Data Delete', 'DataRead'], 'R D', 'DataRead, Data Delete'],
  [['C', 'R', 'U', 'D'], 'C R U D', 'Create, Read, Update, Delete'],
  [['WRITE', 'CREATE'], 'C U', 'CREATE, WRITE'],
  [
    ['MetadataWrite', 'DataRead', 'MetadataRead', 'NonData Create'],
    'R mR mU nC',
    'DataRead, MetadataRead, MetadataWrite, NonData Create',
  ],
  [['Assume', 'READ'], 'R Assume', 'READ, Assume'],
  [[], '', ''],
])('%j', (given, short, words) => {
  const shown = shortPermissions(given)
  expect(shown.map((one) => one.short).join(' ')).toBe(short)
  expect(shown.map((one) => one.word).join(', ')).toBe(words)
})
