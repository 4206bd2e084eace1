import { expect, test } from 'vitest'
import { mayWords } from './may-words.ts'

test.each<[string[], string[], string]>([
  [['C', 'R', 'U', 'D'], ['ModifyAllData'], 'Create, read, update, delete'],
  [['DataRead', 'MetadataRead', 'MetadataWrite'], [], 'Read, read metadata, update metadata'],
  [['NonData Create'], [], 'Create what is no data'],
  [['READ', 'Assume', 'x'], [], 'Read, Assume, x'],
  [['Data Read', 'READ'], [], 'Read'],
  [[], ['s3:GetObject', 's3:GetObject'], 's3:GetObject'],
  [[], [], ''],
])('%j and %j of the system: %s', (effective, raw, words) => {
  expect(mayWords(effective, raw)).toBe(words)
})
