import { expect, test } from 'vitest'
import { nameInFile } from './file-name.ts'

test.each([
  ['Q4 Salesforce admins', 'q4-salesforce-admins'],
  ['  ../Zo\u00eb\u2019s "Q4"\r\n; x=1  ', 'zoe-s-q4-x-1'],
  ['\u5b63\u5ea6\u5ba1\u67e5', ''],
  ['\u202e--\u0000', ''],
  ['a'.repeat(50), 'a'.repeat(40)],
  [`${'a'.repeat(39)} b`, 'a'.repeat(39)],
])('%j stands in the name of a file as %j', (name, part) => {
  expect(nameInFile(name)).toBe(part)
})
