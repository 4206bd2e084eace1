import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { performance } from 'node:perf_hooks'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ExportJob } from '#contract/export-job.ts'

const api = '/api/private/lifecycle_management'

/** Makes, polls and fetches exports of events as a program does that has a key. */
export class ExportClient {
  readonly #url: string
  readonly #headers: { readonly authorization: string }

  constructor(url: string, key: string) {
    this.#url = url
    this.#headers = { authorization: `Bearer ${key}` }
  }

  /** Makes an export of all events in a format by its number; returns its id. */
  async make(format: 0 | 6): Promise<string> {
    const answer = await this.#ask(`${api}/action_events:export?format=${format}`, 'POST')
    return ((await answer.json()) as { id: string }).id
  }

  async find(id: string): Promise<ExportJob> {
    const answer = await this.#ask(`${api}/exports/${id}`)
    return ((await answer.json()) as { value: ExportJob }).value
  }

  /** Waits until an export is over. Throws where that takes more than ten minutes. */
  async over(id: string): Promise<ExportJob> {
    const until = performance.now() + 600_000
    while (performance.now() < until) {
      const job = await this.find(id)
      if (!['CREATED', 'PROCESSING'].includes(job.status)) return job
      await sleep(100)
    }
    throw new Error('an export was not over within ten minutes')
  }

  /** Waits until an export is finished; returns it and what it took from its start to its end, in milliseconds. */
  async finished(id: string): Promise<{ readonly job: ExportJob; readonly took: number }> {
    const job = await this.over(id)
    if (job.status !== 'FINISHED') throw new Error(`an export is ${job.status}: ${String(job.error_message)}`)
    return { job, took: Date.parse(job.finished_at ?? '') - Date.parse(job.started_at ?? '') }
  }

  /**
   * Fetches the file of an export by `curl`, as the README does and as `psql` copies: into a file or nowhere. Returns how many bytes
   * there were and the milliseconds.
   */
  async download(id: string, file = '/dev/null'): Promise<{ readonly bytes: number; readonly took: number }> {
    const began = performance.now()
    const url = `${this.#url}${api}/exports/${id}:download`
    const options = ['--silent', '--show-error', '--fail', '--write-out', '%{size_download}']
    const curl = spawn('curl', [...options, '--header', '@-', '--output', file, url], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    curl.stdin.end(`authorization: ${this.#headers.authorization}\n`)
    const [printed, [code]] = await Promise.all([text(curl.stdout), once(curl, 'close')])
    if (code !== 0) throw new Error(`curl ended with ${String(code)}`)
    return { bytes: Number(printed), took: performance.now() - began }
  }

  /** Fetches its pack, and keeps nothing of it. */
  async pack(id: string): Promise<{ readonly bytes: number; readonly took: number }> {
    return await this.#fetch(`/app/v1/exports/${id}/pack`)
  }

  async #fetch(path: string) {
    const began = performance.now()
    const sent = get(this.#url + path, { headers: this.#headers })
    const [answer] = (await once(sent, 'response')) as [IncomingMessage]
    if (answer.statusCode !== 200) throw new Error(`${path} was answered ${answer.statusCode}`)
    let bytes = 0
    answer.on('data', (chunk: Buffer) => {
      bytes += chunk.length
    })
    await pipeline(answer, new Nowhere())
    return { bytes, took: performance.now() - began }
  }

  async #ask(path: string, method = 'GET'): Promise<Response> {
    const answer = await fetch(this.#url + path, {
      method,
      headers: this.#headers,
    })
    if (!answer.ok) throw new Error(`${method} ${path} was answered ${answer.status}: ${await answer.text()}`)
    return answer
  }
}

/** Takes what is written and keeps nothing. */
export class Nowhere extends Writable {
  override _write(_chunk: Buffer, _encoding: string, done: () => void): void {
    done()
  }
}
