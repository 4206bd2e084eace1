import { setTimeout as sleep } from 'node:timers/promises'

/** A session of a browser behind a server that speaks the WebDriver protocol (w3.org/TR/webdriver2). */
export type WebDriverSession = {
  /** Sends a command; its path begins below the session. Rejects with the error that the driver names. */
  send<Value>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<Value>
}

const startTimeoutMs = 20_000

/** Opens a session at a driver that is starting, with the capabilities given. */
export async function openSession(driverUrl: string, capabilities: object): Promise<WebDriverSession> {
  await answers(driverUrl)
  const body = { capabilities: { alwaysMatch: capabilities } }
  const { sessionId } = await call<{ sessionId: string }>(`${driverUrl}/session`, 'POST', body)
  return {
    send: (method, path, sent) => call(`${driverUrl}/session/${sessionId}${path}`, method, sent),
  }
}

async function answers(driverUrl: string): Promise<void> {
  const deadline = Date.now() + startTimeoutMs
  for (;;) {
    const answer = await fetch(`${driverUrl}/status`).catch(() => undefined)
    if (answer?.ok) return
    if (Date.now() > deadline) throw new Error(`There is no WebDriver at ${driverUrl}.`)
    await sleep(20)
  }
}

async function call<Value>(url: string, method: string, body?: object): Promise<Value> {
  const sent = method === 'POST' ? { body: JSON.stringify(body ?? {}) } : {}
  const answer = await fetch(url, { method, ...sent })
  const { value } = (await answer.json()) as { value: Value & { error?: string; message?: string } }
  if (!answer.ok) throw new Error(`${method} ${url}: ${value.error}: ${value.message}`)
  return value
}
