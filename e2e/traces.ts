import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Request, Response } from '@playwright/test'

/** The variable that tells the workers of a run where its traces are gathered. */
const variable = 'COUNTERSIGN_TRACES'

/** What a run leaves behind for others to read, and what they must not read there. */
type Kind = 'log' | 'address' | 'error' | 'secret' | 'note'

/** Keeps a text of a run until its end; does nothing outside of one. */
export function keepTrace(kind: Kind, text: string): void {
  const folder = process.env[variable]
  // JSON, so that each is one line.
  if (folder !== undefined && text !== '')
    appendFileSync(join(folder, `${kind}-${process.pid}`), `${JSON.stringify(text)}\n`)
}

/** Keys of bodies under which secrets stand: what people type, and what the server shows them once. */
const secretKeys = /^(password|current_password|new_password|token|secret|key|codes|url)$/

/** Calls whose answers have some. */
const showing = /\/app\/v1\/(keys|links|set_up|second_factors|directory|password)/

/** Listens to every page of a context: addresses, errors, and the secrets and notes that are sent and shown. */
export function gatherTraces(context: BrowserContext): void {
  context.on('request', (request) => {
    keepTrace('address', decoded(request.url().split('#')[0] ?? ''))
    keepSent(request)
  })
  context.on('response', (answer) => {
    keepAnswer(answer).catch((error: unknown) => {
      // The page has gone, and its answers with it.
      if (!/closed|Test (timeout|ended)|No resource|No data|Protocol error|navigat/i.test(String(error)))
        throw error
    })
  })
}

function keepSent(request: Request): void {
  const body = request.postData()
  if (body === null || request.headers()['content-type'] !== 'application/json') return
  keepIn(JSON.parse(body))
}

async function keepAnswer(answer: Response): Promise<void> {
  const url = answer.url()
  if (answer.status() >= 400) keepTrace('error', await answer.text())
  else if (answer.request().method() !== 'GET' && showing.test(url)) keepIn(await answer.json())
  const cookie = /\/app\/v1\//.test(url) ? await answer.headerValue('set-cookie') : null
  for (const [, value = ''] of (cookie ?? '').matchAll(/^[^=;]+=([^;]+)/gm)) keepTrace('secret', value)
}

/** Keeps the secrets and notes of a body, and in an address of ours what stands behind its `#`. */
function keepIn(body: unknown, under = ''): void {
  if (typeof body === 'string') {
    if (/^notes?$/.test(under)) keepTrace('note', body)
    else if (secretKeys.test(under)) keepTrace('secret', body.split('#').at(-1) ?? '')
  } else if (Array.isArray(body)) for (const part of body) keepIn(part, under)
  else if (typeof body === 'object' && body !== null)
    for (const [key, part] of Object.entries(body)) keepIn(part, key)
}

function decoded(address: string): string {
  try {
    return decodeURIComponent(address)
  } catch (error) {
    if (error instanceof URIError) return address
    throw error
  }
}

/** Before a run: a folder for its traces. After it, no secret that it has used may be among them. */
// oxlint-disable-next-line import/no-default-export -- Playwright takes this one
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-traces-'))
  process.env[variable] = folder
  return () => {
    const spilled = spilledIn(folder)
    rmSync(folder, { recursive: true })
    if (spilled.length > 0)
      throw new Error(`What nobody may read stands where it can be:\n${spilled.join('\n')}`)
  }
}

/** Too short to be told from what stands there by chance. */
const shortest = 8

/** Each place of a run at which a secret or a note stands that it has used. */
function spilledIn(folder: string): string[] {
  const texts = (kind: Kind) =>
    readdirSync(folder)
      .filter((file) => file.startsWith(`${kind}-`))
      .flatMap((file) => readFileSync(join(folder, file), 'utf8').trimEnd().split('\n'))
      .map((line) => String(JSON.parse(line)))
  const secrets = new Set(texts('secret').filter((text) => text.length >= shortest))
  const notes = new Set(texts('note').filter((text) => text.length >= shortest))
  // The link by which the first admin is made is what the log is there for.
  const whole = {
    log: texts('log')
      .join('')
      .replaceAll(/\/set-up#\S+/g, ''),
    address: texts('address').join('\n'),
    error: texts('error').join('\n'),
  }
  const found: string[] = []
  const look = (text: string, kinds: readonly (keyof typeof whole)[]) => {
    for (const kind of kinds)
      for (const form of new Set([text, JSON.stringify(text).slice(1, -1)])) {
        const at = whole[kind].indexOf(form)
        if (at >= 0)
          found.push(`${kind}: … ${whole[kind].slice(Math.max(0, at - 100), at + form.length + 20)} …`)
      }
  }
  for (const secret of secrets) look(secret, ['log', 'address', 'error'])
  // A conflict shows the row as it is by now, with its note, to whoever may read it.
  for (const note of notes) look(note, ['log', 'address'])
  return found
}
