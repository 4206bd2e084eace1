import { expect, type Locator, type Page } from '@playwright/test'
import type { Program } from './program.ts'

/** A way in which a page loses its server, and how it comes back. */
export type Outage = {
  readonly name: string
  readonly begin: () => Promise<void>
  readonly end: () => Promise<void>
}

/** What the browser and the server say of themselves in an outage, for `troubles.announce`. */
export const outageWords =
  /ERR_INTERNET_DISCONNECTED|ERR_NETWORK|ERR_CONNECTION_|ERR_SOCKET_|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE_CHUNKED|ERR_FAILED|50[0234]/

/** The network of this page's browser goes away; the server stops and is started again. */
export function outages(page: Page, server: Program): readonly Outage[] {
  return [
    {
      name: 'offline',
      begin: () => page.context().setOffline(true),
      end: () => page.context().setOffline(false),
    },
    { name: 'server stopped', begin: () => server.stop(), end: () => server.start() },
  ]
}

/** Remembers the document that is shown now; the returned check fails where another one was loaded since. */
export async function rememberDocument(page: Page): Promise<() => Promise<void>> {
  await page.evaluate(() => document.documentElement.setAttribute('data-first-load', 'yes'))
  return () => expect(page.locator('html')).toHaveAttribute('data-first-load', 'yes')
}

/** Neither blank nor broken: the header and its links stand, the screen says something, and nothing has crashed. */
export async function expectAlive(page: Page): Promise<void> {
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeAttached()
  await expect(page.locator('main')).not.toHaveText('')
  await expect(page.getByText('This screen stopped working')).toHaveCount(0)
}

/** What the header says while the server is away. */
export function notConnected(page: Page): Locator {
  return page.getByRole('banner').getByRole('status').filter({ hasText: 'Not connected.' })
}
