import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { runToEnd } from './run-command.test-helper.ts'

test.each([
  ['users', ['--help']],
  ['users', ['-h']],
  ['users', ['import-directory', '--help']],
  ['users', ['create-key', '--scope', '--help']],
  ['users', ['add-person', '--shoe-size', '44', '--help']],
  ['import', ['--help']],
  ['import', ['certification', 'access.csv', '-h']],
  ['demo', ['--help']],
  ['export-key', ['--help']],
  ['stop', ['--help']],
] as const)('T19 %s %j prints the usage and does nothing', async (name, args) => {
  const { exit, stdout, stderr } = await runToEnd(name, args)
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' })
  expect(stdout).toMatch(new RegExp(`^Usage: npm run (-s )?${name}\\b`))
})

test('T18 the help of import says what is too long, and what importing a file again does', async () => {
  const { stdout } = await runToEnd('import', ['--help'])
  for (const words of [
    'A line of more than 4 MiB is rejected.',
    'more than 1000 permissions',
    'makes no second certification',
    'was due unless given',
  ])
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(words)
})

test('T19 what stands after -- is no option', async () => {
  expect(await runToEnd('users', ['--', '--help'])).toMatchObject({ exit: 2, stdout: '' })
})

/**
 * The scripts alone, where they find the packages that they import: one that does not stop at its usage has nothing to
 * build, to start or to test there, and does not start a server, or the browser tests within this test.
 */
const alone = mkdtempSync(join(process.cwd(), 'node_modules/.countersign-help-'))
cpSync('tools', join(alone, 'tools'), {
  recursive: true,
  filter: (path) => statSync(path).isDirectory() || path.endsWith('.mjs'),
})
afterAll(() => rmSync(alone, { recursive: true }))

const script = (...args: readonly string[]) =>
  spawnSync(process.execPath, args, { cwd: alone, encoding: 'utf8' })

test.each([
  ['tools/run.mjs', 'main'],
  ['tools/run.mjs', 'dev'],
  ['tools/run.mjs', 'build'],
  ['tools/run-tests.mjs', 'browser'],
])('T19 %s %s --help prints the usage and does nothing', (...command) => {
  for (const help of ['--help', '-h']) {
    const { status, stdout, stderr } = script(...command, help)
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toMatch(/^Usage: npm /)
  }
})

test.each(['main', 'dev', 'build'])('T19 %s refuses what it would not heed', (entrance) => {
  const { status, stdout, stderr } = script('tools/run.mjs', entrance, '--port', '80')
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toMatch(/^It takes no arguments\.\n\nUsage: npm /)
})
