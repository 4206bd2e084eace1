import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from 'playwright'

/** Without windows of its own it opens a page in a third of the time that a whole Chromium takes. */
const shell = '/usr/bin/chromium-headless-shell'
const places = [
  shell,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
]

/**
 * A Chromium for the browser tests: CHROMIUM_PATH, the system's, Playwright's own, or, as root on Debian, the one
 * that apt installs. Returns its path, or what to do when there is none; tests are never skipped for want of one.
 */
export function findChromium() {
  const given = process.env.CHROMIUM_PATH
  if (given) return existsSync(given) ? { path: given } : { problem: 'CHROMIUM_PATH names no file.' }
  const found = [...places, chromium.executablePath()].find((path) => existsSync(path))
  if (found) return { path: found }
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('no Chromium found: installing the one of Debian')
    const apt = (...args) => spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'] })
    apt('update')
    for (const name of ['chromium-headless-shell', 'chromium']) {
      apt('install', '-y', '--no-install-recommends', name)
      if (existsSync(`/usr/bin/${name}`)) return { path: `/usr/bin/${name}` }
    }
  }
  return {
    problem:
      'The browser tests need a Chromium. Install one (Debian: sudo apt-get install chromium; anywhere: ' +
      'npx playwright install chromium) or name it with CHROMIUM_PATH=/path/to/chromium.',
  }
}
