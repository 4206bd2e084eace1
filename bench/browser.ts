import { type Browser, chromium } from 'playwright'

const quiet = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
]

/** Starts Chromium, that of `CHROMIUM_PATH` where it is set. */
export async function launchBrowser(): Promise<Browser> {
  return await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: process.getuid?.() === 0 ? [...quiet, '--no-sandbox'] : quiet,
  })
}
