import { type Agent, request } from 'node:http'

/** Headers that the page of this server sends with everything. */
const pageHeaders = { 'sec-fetch-site': 'same-origin', 'x-requested-with': 'countersign' }

type Sent = {
  readonly agent?: Agent
  readonly method?: 'GET' | 'POST' | 'PUT'
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  readonly body?: object
}

/** Sends a request as the page does and reads the whole answer; returns its cookie, if any. Throws unless it is 200. */
export function send(
  url: string,
  { agent, method = 'GET', headers, body }: Sent,
): Promise<string | undefined> {
  const text = body && JSON.stringify(body)
  const length = text === undefined ? {} : { 'content-length': Buffer.byteLength(text) }
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      ...(agent && { agent }),
      method,
      headers: { ...pageHeaders, 'content-type': 'application/json', ...length, ...headers },
    })
    sent.once('response', (answer) => {
      answer.resume()
      answer.once('end', () =>
        answer.statusCode === 200
          ? resolve(answer.headers['set-cookie']?.[0]?.split(';')[0])
          : reject(new Error(`${method} ${url} was answered ${answer.statusCode}`)),
      )
    })
    sent.once('error', reject)
    sent.end(text)
  })
}
