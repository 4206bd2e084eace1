import { onTestFinished, vi } from 'vitest'

const listPath = '/api/private/lifecycle_management/action_events'

/** Whether an address is that of a list of events, whichever page of it. */
export const isList = ({ pathname }: URL): boolean => pathname === listPath

/** Whether an address is that of the number of events. */
export const isCount = ({ pathname }: URL): boolean => pathname.endsWith('/action_events:count')

/** Whether an address is that of one event. */
export const isEvent = ({ pathname }: URL): boolean => pathname.startsWith(`${listPath}/`)

/** Whether an address is that of where an event came from. */
export const isOrigin = ({ pathname }: URL): boolean => pathname.endsWith('/origin')

/**
 * Has the network do something else with what the page reads from the addresses that match: `answer` is given how to ask
 * the real server. Returns how to end that; it ends with the test by itself. What is put in last is
 * asked first.
 */
export function instead(
  matches: (url: URL) => boolean,
  answer: (real: () => Promise<Response>) => Response | Promise<Response>,
): () => void {
  const network = globalThis.fetch
  const end = () => void vi.stubGlobal('fetch', network)
  vi.stubGlobal('fetch', (input: URL, init?: RequestInit) => {
    const real = () => network(input, init)
    return matches(input) ? answer(real) : real()
  })
  onTestFinished(end)
  return end
}

/** Holds back what the page reads from the addresses that match; returns what lets all of it go. */
export function holdBack(matches: (url: URL) => boolean): () => void {
  let letGo = () => {}
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const end = instead(matches, async (real) => {
    await held
    return real()
  })
  return () => {
    end()
    letGo()
  }
}

/** An answer of a server that refuses, in the vendor's form. */
export function refusal(
  status: number,
  code: string,
  message: string,
  details: readonly object[] = [],
): Response {
  return Response.json({ code, message, request_id: 'ab'.repeat(16), details }, { status })
}
