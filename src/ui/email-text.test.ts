import { expect, test } from 'vitest'
import { emailText } from './email-text.ts'

test.each([
  [' ana@example.com\u00A0', 'ana@example.com'],
  ['\u200Bana@exam\u00ADple.com\uFEFF', 'ana@example.com'],
  ['ünï@exämple.com', 'ünï@exämple.com'],
])('T13 an email loses what cannot be seen and what stands around it: %j', (written, meant) => {
  expect(emailText(written)).toBe(meant)
})
