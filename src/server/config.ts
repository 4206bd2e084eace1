import { isIP } from 'node:net'
import { join } from 'node:path'
import * as z from 'zod/mini'

const Port = z.pipe(
  z.string().check(
    z.regex(/^\d{1,5}$/),
    z.refine((text) => Number(text) <= 65_535),
  ),
  z.transform(Number),
)

/** A whole origin: what is behind the host would have to be in front of every path, and nothing puts it there. */
const Origin = z.pipe(
  z.url({ protocol: /^https?$/, abort: true }).check(
    z.refine((text) => {
      const { protocol, hostname, pathname, search, hash, username, password } = new URL(text)
      const bare = pathname === '/' && `${search}${hash}${username}${password}` === ''
      return bare && (protocol === 'https:' || isOwnName(hostname))
    }),
  ),
  z.transform((text) => new URL(text).origin),
)

const listOf = (text: string) => text.split(',').map((part) => part.trim())

const Addresses = z.pipe(
  z.string().check(z.refine((text) => listOf(text).every(isAddressRange))),
  z.transform(listOf),
)

/** Every variable that the program reads, once, at its start. The README's table says the same. */
const Environment = z.object({
  HOST: z._default(z.string().check(z.minLength(1)), '127.0.0.1'),
  PORT: z._default(Port, 4870),
  DATA_DIR: z._default(z.string().check(z.minLength(1)), './data'),
  DATABASE_URL: z.optional(z.string().check(z.regex(/^postgres(ql)?:\/\//))),
  PUBLIC_URL: z.optional(Origin),
  EXPORT_DIR: z.optional(z.string().check(z.minLength(1))),
  TRUSTED_PROXIES: z._default(Addresses, []),
  DEMO: z._default(z.enum(['on', 'off']), 'on'),
  LOG_LEVEL: z._default(z.enum(['debug', 'info', 'warn', 'error', 'silent']), 'info'),
})

const expected: Readonly<Record<string, string>> = {
  HOST: 'a host name or address to listen on',
  PORT: 'a port number, 0 to 65535',
  DATA_DIR: 'a directory',
  DATABASE_URL: 'an address that begins with postgres:// or postgresql://',
  EXPORT_DIR: 'a directory',
  PUBLIC_URL:
    'an address that begins with https://, or with http:// on a loopback name, and ends with its host or port',
  TRUSTED_PROXIES: 'IP addresses or ranges such as 10.0.0.0/8 (none of /0), with commas between them',
  DEMO: 'on or off',
  LOG_LEVEL: 'debug, info, warn, error or silent',
}

export type Config = {
  readonly host: string
  readonly port: number
  readonly dataDir: string
  readonly databaseUrl: string | undefined
  readonly exportDir: string
  /** An origin. */
  readonly publicUrl: string | undefined
  /** IP addresses and ranges. */
  readonly trustedProxies: readonly string[]
  readonly demo: boolean
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
}

/**
 * Reads the configuration from environment variables; an empty one counts as absent.
 * Throws an error that names each wrong variable and what it takes, without repeating its value (it may be secret).
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const values = Object.fromEntries(Object.keys(expected).map((name) => [name, env[name] || undefined]))
  const parsed = Environment.safeParse(values)
  if (!parsed.success) {
    const wrong = [...new Set(parsed.error.issues.map((issue) => String(issue.path[0])))]
    throw new Error(wrong.map((name) => `${name} must be ${expected[name]}`).join('; '))
  }
  const { data } = parsed
  return {
    host: data.HOST,
    port: data.PORT,
    dataDir: data.DATA_DIR,
    databaseUrl: data.DATABASE_URL,
    exportDir: data.EXPORT_DIR ?? join(data.DATA_DIR, 'exports'),
    publicUrl: data.PUBLIC_URL,
    trustedProxies: data.TRUSTED_PROXIES,
    demo: data.DEMO === 'on',
    logLevel: data.LOG_LEVEL,
  }
}

/** The address that people use: PUBLIC_URL, else where the server listens, on `port`. */
export function addressOf({ publicUrl, host, port }: Pick<Config, 'publicUrl' | 'host' | 'port'>): string {
  return publicUrl ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

/**
 * Throws where others could reach the server without encryption: at a HOST that is not this machine's own, without a
 * PUBLIC_URL of https. The error says the line to run.
 */
export function refuseOpenHost({ host, publicUrl }: Pick<Config, 'host' | 'publicUrl'>): void {
  if (isLoopback(host) || publicUrl?.startsWith('https:')) return
  throw new Error(
    `HOST is ${JSON.stringify(host)}, which other machines can reach, and PUBLIC_URL is no https:// address: passwords and sessions would go over the network as they are. Put a proxy with TLS in front (docs/operate.md) and say the address that people use:
  HOST=${host} PUBLIC_URL=https://countersign.example.com npm start
With the proxy on this machine, without HOST:
  PUBLIC_URL=https://countersign.example.com npm start`,
  )
}

/** Whether a bind address can only be reached from this machine. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}

/** Whether a host of an address can only mean this machine (RFC 6761, section 6.3). */
export function isOwnName(host: string): boolean {
  return isLoopback(host) || host === '[::1]' || host.endsWith('.localhost')
}

/** Whether a text is an IP address, or one with the length of a prefix: 10.0.0.0/8. */
function isAddressRange(text: string): boolean {
  const [address = '', length, ...more] = text.split('/')
  const version = isIP(address)
  if (version === 0 || more.length > 0) return false
  return (
    length === undefined || (/^[1-9]\d{0,2}$/.test(length) && Number(length) <= (version === 4 ? 32 : 128))
  )
}
