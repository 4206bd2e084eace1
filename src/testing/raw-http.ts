import { connect } from 'node:net'

export type RawAnswer = { readonly status: number; readonly headers: string; readonly body: string }

/** Sends bytes to a local server as they are and reads its whole answer: no client in between tidies a path up. */
export function rawRequest(port: number, text: string): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    const chunks: Buffer[] = []
    socket.setTimeout(10_000, () => socket.destroy(new Error('no answer within 10 s')))
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('error', reject)
    socket.on('close', () => {
      const answer = Buffer.concat(chunks).toString('utf8')
      const split = answer.indexOf('\r\n\r\n')
      resolve({
        status: Number(answer.slice(9, 12)),
        headers: answer.slice(0, split).toLowerCase(),
        body: answer.slice(split + 4),
      })
    })
    socket.write(text)
  })
}

/** A GET as it goes over the wire, with the path exactly as given. */
export function rawGet(
  port: number,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<RawAnswer> {
  const lines = Object.entries({ host: `127.0.0.1:${port}`, connection: 'close', ...headers })
  return rawRequest(
    port,
    `GET ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`,
  )
}
