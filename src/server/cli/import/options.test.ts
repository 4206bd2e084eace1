import { describe, expect, test } from 'vitest'
import { NotStarted } from '../command.ts'
import { readOptions } from './options.ts'

const certification = (...args: readonly string[]) => ['certification', 'a.csv', '--workflow', 'W', ...args]
const refusalOf = (args: readonly string[]) => {
  try {
    readOptions([...args])
  } catch (error) {
    if (error instanceof NotStarted) return error.message
    throw error
  }
  throw new Error('nothing was refused')
}
const long = 'x'.repeat(1025)

describe('T18 options of an import that cannot be taken', () => {
  test.each<[string, readonly string[]]>([
    ['--workflow takes a name of up to 1024 characters, and is required.', ['certification', 'a.csv']],
    [
      '--workflow takes a name of up to 1024 characters, and is required.',
      ['certification', 'a.csv', '--workflow', long],
    ],
    ['--name takes up to 1024 characters.', certification('--name', long)],
    [
      '--workflow must not begin or end with a blank: U+0020 at place 2.',
      ['certification', 'a.csv', '--workflow', 'W '],
    ],
    [
      '--workflow must not begin or end with a blank: U+3000 at place 1.',
      ['certification', 'a.csv', '--workflow', '\u3000W'],
    ],
    ['--rejects takes the name of a file, not an empty one.', certification('--rejects', '')],
    ['--rejects takes the name of a file, not an empty one.', ['action-events', 'a.csv', '--rejects=']],
    ['--report takes the name of a file, not an empty one.', certification('--report', '')],
    ['--rows takes a whole number.', certification('--rows', '1.5')],
    ['--rows takes a whole number.', certification('--rows', '')],
    ['--rows takes a whole number.', ['action-events', 'a.csv', '--rows', 'many']],
    [
      '--due takes a day such as 2026-03-31, or a time with its offset.',
      certification('--due', '2026-03-31T17:00'),
    ],
    ['--replace-demo and --keep-demo exclude each other.', certification('--replace-demo', '--keep-demo')],
    ["Unknown option '--force'", certification('--force')],
  ])('are refused by the usage, and then what they take: %s', (message, args) => {
    const told = refusalOf(args)
    expect(told).toMatch(/^Usage: npm run import/)
    // Last, where a terminal shows it: after the usage.
    const [last = ''] = told.split('\n\n').slice(-1)
    expect(last.slice(0, message.length)).toBe(message)
  })

  test.each([
    [[]],
    [['certification']],
    [['certification', 'a', 'b', '--workflow', 'W']],
    [['reviews', 'a']],
  ])('are answered with the usage where it is not even clear what to import: %j', (args) => {
    expect(refusalOf(args)).toMatch(/^Usage: npm run import/)
  })

  test.each([
    ['--workflow', 'W'],
    ['--name', 'N'],
    ['--due', '2199-01-31'],
    ['--reviewer', 'rita'],
    ['--draft'],
    ['--report', 'r.ndjson'],
    ['--accept-rejects'],
    ['--allow-unassigned'],
    ['--replaces', 'x'],
    ['--owner', 'olga'],
  ])('of a certification are not dropped silently from action events: %s', (option, ...value) => {
    expect(refusalOf(['action-events', 'a.csv', option, ...value])).toMatch(
      new RegExp(`^Usage[^]*\n\n${option} is for certifications only\\.$`),
    )
  })
})

test('T18 options that can be taken are, and a day ends at its last second in UTC', () => {
  expect(
    readOptions(certification('--rows', '3', '--due', '2199-01-31', '--name', long.slice(1), '--draft')),
  ).toMatchObject({
    kind: 'certification',
    rejects: 'a.csv.rejects.ndjson',
    report: 'a.csv.report.ndjson',
    rows: 3,
    due: '2199-01-31T23:59:59Z',
    name: long.slice(1),
    draft: true,
    acceptRejects: false,
    allowUnassigned: false,
  })
})

test('T24 a name of a workflow may hold what joins letters, and blanks within', () => {
  const workflow = 'نامه\u200cها of ❤\ufe0f 2026'
  expect(readOptions(['certification', 'a.csv', '--workflow', workflow])).toMatchObject({ workflow })
})
