import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from '@playwright/test'

/** One call that a page of somebody else tries to have made: where it goes, and a body that would fit. */
export type Target = { readonly method: string; readonly url: string; readonly body: string }

/** Serves a page of somebody else, on a port of this machine; returns the port, and what stops it. */
export async function serveElsewhere(): Promise<{ readonly port: number; stop(): void }> {
  const server = createServer((_, answer) =>
    answer.setHeader('content-type', 'text/html').end('<title>Prizes</title>'),
  )
  await new Promise<void>((resolve) => server.listen(0, resolve))
  const { port } = server.address() as AddressInfo
  return { port, stop: () => server.close().closeAllConnections() }
}

/**
 * From a page of somebody else, sends to each target what a page can send there without being allowed to: forms of the three
 * types, calls that ask for no leave and calls that do, and a beacon; or an image for what is read. Resolves when all are answered or
 * refused; returns how many were read.
 */
export async function attack(page: Page, targets: readonly Target[]): Promise<number> {
  return await page.evaluate(async (all) => {
    const json = { 'Content-Type': 'application/json', 'X-Requested-With': 'countersign' }
    const settled = async (sending: Promise<Response>) => ((await sending.catch(() => undefined))?.ok ? 1 : 0)
    const byForm = (url: string, type: string, body: string) =>
      new Promise<number>((resolve) => {
        const frame = Object.assign(document.createElement('iframe'), { name: `f${Math.random()}` })
        document.body.append(frame)
        const form = Object.assign(document.createElement('form'), {
          method: 'post',
          action: url,
          target: frame.name,
        })
        form.enctype = type
        // As plain text, name and value make up the body: {…,"x":"="}.
        const opening = body === '{}' ? '{' : `${body.slice(0, -1)},`
        const field = Object.assign(document.createElement('input'), {
          name: `${opening}"x":"`,
          value: '"}',
        })
        form.append(field)
        document.body.append(form)
        frame.addEventListener('load', () => resolve(0))
        form.submit()
      })
    const byImage = (url: string) =>
      new Promise<number>((resolve) => {
        const image = new Image()
        for (const name of ['load', 'error']) image.addEventListener(name, () => resolve(0))
        image.src = url
      })
    let read = 0
    for (const { method, url, body } of all) {
      if (method === 'GET') {
        await byImage(url)
        continue
      }
      navigator.sendBeacon(url, body)
      const sent = await Promise.all([
        settled(fetch(url, { method, body, credentials: 'include', headers: json })),
        settled(fetch(url, { method: 'POST', mode: 'no-cors', body, credentials: 'include' })),
        byForm(url, 'application/x-www-form-urlencoded', body),
        byForm(url, 'multipart/form-data', body),
        byForm(url, 'text/plain', body),
      ])
      read += sent.reduce((sum, one) => sum + one, 0)
      document.body.replaceChildren()
    }
    return read
  }, targets)
}
