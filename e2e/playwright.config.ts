import { defineConfig } from '@playwright/test'

const quiet = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
  // There is none on a machine of tests, and one that is made up by the processor takes more of it than drawing at once.
  '--disable-gpu',
]

export default defineConfig({
  testDir: './specs',
  testMatch: '*.e2e.ts',
  outputDir: '../dist/browser-tests',
  globalSetup: ['./prepared-data.ts', './traces.ts'],
  fullyParallel: true,
  forbidOnly: true,
  // Tests wait for timers and networks more than they compute.
  workers: 3,
  retries: 0,
  // Far more than any of them takes: a busy machine is no reason to fail.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
  use: {
    viewport: { width: 1440, height: 900 },
    // Not UTC, so that a time in the wrong zone is seen.
    timezoneId: 'Europe/Berlin',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
      args: process.getuid?.() === 0 ? [...quiet, '--no-sandbox'] : quiet,
    },
  },
})
