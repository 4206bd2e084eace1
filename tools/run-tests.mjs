// The one test command: types, lint, unit, server on a real PostgreSQL, page, browser, all browsers. `run-tests.mjs browser`
// runs one part. With `--require-browsers` an engine that is not installed is a failure; else it is only named.
// Ends with what failed and the line `N passed, N failed`; exits with 1 when anything failed or nothing ran.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs'
import { freemem, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { failedOfPlaywright, failedOfVitest } from './failed-tests.mjs'
import { findChromium } from './find-chromium.mjs'
import { findEngines } from './find-engines.mjs'

const root = fileURLToPath(new URL('../', import.meta.url))
const requireBrowsers = '--require-browsers'
const bin = (name) => join(root, 'node_modules/.bin', name)

function run(command, args, env = {}) {
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, TMPDIR: folderOfData, ...env },
  })
  return status === 0
}

/**
 * Where the tests keep their databases: where TMPDIR says, else in memory where there is room, which takes a fifth of the
 * CPU of a disk.
 */
function fastFolder() {
  if (process.env.TMPDIR) return process.env.TMPDIR
  const memory = '/dev/shm'
  const needed = 4 * 1024 ** 3
  try {
    const { bavail, bsize } = statfsSync(memory)
    if (bavail * bsize > needed && freemem() > 2 * needed) return memory
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
  }
  return tmpdir()
}

/** One command that passes or fails as a whole. */
function whole(command, ...args) {
  return run(command, args) ? { passed: 1, failed: 0 } : failedAs(command)
}

function failedAs(name) {
  return { passed: 0, failed: 1, names: [name] }
}

function vitest(projects, env = {}) {
  const report = join(scratch, `${projects[0]}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const ok = run(
    bin('vitest'),
    ['run', ...projects.flatMap((name) => ['--project', name]), ...reporters],
    env,
  )
  return counted(ok, report, (found) => ({
    passed: found.numPassedTests,
    failed: found.numFailedTests,
    names: failedOfVitest(found),
  }))
}

/** Whether the program is built by this run. */
let built = false

/** Tests of the built program, which is built first, once. */
function builtThen(tests) {
  built ||= run(process.execPath, ['tools/run.mjs', 'build'])
  return built ? tests() : failedAs('build')
}

function playwright() {
  const chromium = findChromium()
  if ('problem' in chromium) {
    console.error(chromium.problem)
    return failedAs(chromium.problem)
  }
  const report = join(scratch, 'browser.json')
  const env = { CHROMIUM_PATH: chromium.path, PLAYWRIGHT_JSON_OUTPUT_FILE: report }
  const ok = run(bin('playwright'), ['test', '-c', 'e2e/playwright.config.ts', '--reporter=list,json'], env)
  return counted(ok, report, (found) => ({
    passed: found.stats.expected,
    failed: found.stats.unexpected + found.stats.flaky,
    names: failedOfPlaywright(found),
  }))
}

/** The same walk in every engine that is installed. */
function engines() {
  const chromium = findChromium()
  const { found, missing } = findEngines()
  if ('problem' in chromium) missing.unshift(chromium.problem)
  else found.unshift('chromium')
  for (const line of missing) console.log(`Not tried: ${line}`)
  const tried = vitest(found, { CHROMIUM_PATH: chromium.path ?? '' })
  const required = process.argv.includes(requireBrowsers) ? missing : []
  return {
    passed: tried.passed,
    failed: tried.failed + required.length,
    names: [...tried.names, ...required],
  }
}

/** The figures of a report; a run that failed without a failed test (a broken file, say) counts as one failure. */
function counted(ok, report, read) {
  try {
    const { passed, failed, names } = read(JSON.parse(readFileSync(report, 'utf8')))
    return { passed, failed: ok ? failed : Math.max(1, failed), names }
  } catch (error) {
    return failedAs(`the report of the tests could not be read: ${error.message}`)
  }
}

const parts = {
  types: () => whole(bin('tsc'), '--noEmit'),
  lint: () => whole(bin('oxlint')),
  format: () => whole(bin('biome'), 'check', '--error-on-warnings', '.'),
  unused: () => whole(bin('knip')),
  unit: () => vitest(['unit']),
  server: () => vitest(['server']),
  page: () => vitest(['page']),
  browser: () => builtThen(playwright),
  browsers: () => builtThen(engines),
}

if (process.argv.includes('--help') || process.argv.includes('-h')) {
  console.log(`Usage: npm test -- [PART ...] [${requireBrowsers}]

Runs all tests, or some parts of them: ${Object.keys(parts).join(', ')}.
  ${requireBrowsers}  an engine that is not installed is a failure; else it is only named`)
  process.exit(0)
}

const folderOfData = fastFolder()
const scratch = mkdtempSync(join(tmpdir(), 'countersign-tests-'))
const wanted = process.argv.slice(2).filter((argument) => argument !== requireBrowsers)
const total = { passed: 0, failed: 0 }
const failures = []
for (const [name, part] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  const began = Date.now()
  console.log(`\n— ${name}`)
  const { passed, failed, names = [] } = part()
  total.passed += passed
  total.failed += failed
  failures.push(...names.map((failure) => `${name}: ${failure}`))
  console.log(`— ${name}: ${passed} passed, ${failed} failed, ${((Date.now() - began) / 1000).toFixed(0)} s`)
}
rmSync(scratch, { recursive: true, force: true })
for (const failure of failures) console.log(`failed: ${failure}`)
console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0)
