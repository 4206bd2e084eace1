import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { Role } from '#contract/permissions.ts'
import type { OidcConfig } from '#server/oidc-config.ts'
import { type Browser, openBrowser, type Visit } from './browse.ts'
import { startProvider, type TestProvider } from './oidc-provider.ts'
import { startServer, type TestServer } from './start-server.ts'

type Options = Partial<Pick<OidcConfig, 'identityClaim' | 'roles' | 'tieByEmail'>> & {
  readonly clock?: () => Date
  readonly rate?: { readonly perSecond: number; readonly burst: number }
}

/** The real server with a provider beside it, and browsers that sign in by both. */
export type ProviderServer = {
  readonly server: TestServer
  readonly provider: TestProvider
  readonly url: string
  /** Puts somebody into the directory as one whom the provider may name. */
  addPerson(person: Partial<TestPerson> & { readonly id: string }): Promise<void>
  /** Begins a sign-in on our page; the address that it gives. */
  begin(browser: Browser, body?: object): Promise<string>
  /** The whole way: our page, the form of the provider, back; where it ends. */
  signIn(browser: Browser, login: string, body?: object): Promise<Visit>
  /** The answer of the provider, still on its way: the address of our callback with what it carries. */
  answerFor(browser: Browser, login: string, body?: object): Promise<URL>
  /** Who a browser is here, by their id; the status where they are nobody. */
  whoIs(browser: Browser): Promise<string | number>
  /** The account log, oldest first. */
  log(): Promise<
    readonly { readonly action: string; readonly person_id: string | null; readonly detail: unknown }[]
  >
  close(): Promise<void>
}

type TestPerson = {
  readonly user_type: string
  readonly id: string
  readonly email: string
  readonly roles: readonly Role[]
  readonly demo: boolean
}

/** Starts both, each on a port of its own. `OidcUser` is the type of the provider's people, and the claim `employee` their id. */
export async function startProviderServer(
  postgresUrl: string,
  options: Options = {},
): Promise<ProviderServer> {
  const { clock, rate, ...rules } = options
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const provider = await startProvider(url)
  const { issuer, clientId, clientSecret } = provider
  const oidc: OidcConfig = {
    issuer,
    clientId,
    clientSecret,
    scopes: 'openid profile email',
    name: 'The provider',
    identityClaim: 'employee',
    roles: undefined,
    tieByEmail: false,
    ...rules,
  }
  const server = await startServer(postgresUrl, {
    port,
    publicUrl: url,
    oidc,
    ...(clock && { clock }),
    ...(rate && { rate }),
  })
  const { db } = server.database.store

  const begin = async (browser: Browser, body: object = {}) => {
    const { status, text } = await browser.call('POST', `${url}/app/v1/sign_in:oidc`, body)
    if (status !== 200) throw new Error(`no sign-in began: ${status} ${text}`)
    return (JSON.parse(text) as { value: { url: string } }).value.url
  }
  const signIn = async (browser: Browser, login: string, body?: object) => {
    const form = await browser.go(await begin(browser, body))
    return form.address.includes('/interaction/') ? await browser.submit(form.address, { login }) : form
  }
  return {
    server,
    provider,
    url,
    begin,
    signIn,
    async addPerson({
      user_type = 'OidcUser',
      id,
      email = `${id}@example.com`,
      roles = ['reviewer'],
      demo = false,
    }) {
      const person = { user_type, id, email, name: id, roles: [...roles], demo }
      await db
        .insertInto('person')
        .values({ ...person, manager_type: null, manager_id: null })
        .execute()
    },
    async answerFor(browser, login, body) {
      const stopping = openBrowser((address) => address.startsWith(`${url}/auth/callback`))
      const form = await stopping.go(await begin(browser, body))
      return new URL((await stopping.submit(form.address, { login })).address)
    },
    async whoIs(browser) {
      const { status, text } = await browser.call('GET', `${url}/app/v1/session`)
      if (status !== 200) return status
      return (JSON.parse(text) as { value: { actor: { user: { id: string } } } }).value.actor.user.id
    },
    log: () => db.selectFrom('account_log').select(['action', 'person_id', 'detail']).orderBy('id').execute(),
    async close() {
      await server.close()
      await provider.close()
    },
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
