import { test as base, type BrowserContext, type Page } from '@playwright/test'
import { events, fileName } from '#testing/many-events.ts'
import { certificationId } from './certification-id.ts'
import { prepareProgram, type Program } from './program.ts'
import { EventDrawer } from './screens/event-drawer.ts'
import { Filters } from './screens/filters.ts'
import { Frame } from './screens/frame.ts'
import { QueryBox } from './screens/query-box.ts'
import { Review } from './screens/review.ts'
import { ReviewsList } from './screens/reviews-list.ts'
import { SignIn } from './screens/sign-in.ts'
import { WorkflowActions } from './screens/workflow-actions.ts'
import { gatherTraces } from './traces.ts'
import { Troubles } from './troubles.ts'
import { type Setting, settingOf } from './typing/run-case.ts'

/** Its tests have a worker in common with all others: who made fixtures of a worker in a spec would get workers, and programs, of its own. */
type WorkerFixtures = {
  /** The built program with the imported events; tests leave it as it is. */
  readonly server: Program
  /** Of a session of `reader` on that server. */
  readonly token: string
  /** One with the demonstration and its reviews; tests decide rows of their own. */
  readonly reviewServer: Program
  /** One with the demonstration that tests stop and start again, and the id of its largest review. */
  readonly away: { readonly program: Program; readonly id: string }
  /** One whose settings tests change, with rows of each kind left for each sentence that is typed. */
  readonly setting: Setting
}

type TestFixtures = {
  /** A program with nothing in it, for a test that changes or stops it. */
  readonly freshServer: Program
  /** Fails the test on whatever goes wrong unseen and was not announced here. */
  readonly troubles: Troubles
  /** A page of somebody else, who shares nothing with the first one. */
  readonly elsewhere: () => Promise<Page>
  readonly tab: WorkflowActions
  readonly filters: Filters
  readonly query: QueryBox
  readonly drawer: EventDrawer
  readonly frame: Frame
  readonly signIn: SignIn
  readonly list: ReviewsList
  readonly review: Review
}

/** Who reads the imported events: nobody gets in there without signing in. */
export const reader = {
  user_type: 'localCookieUser',
  id: 'eva',
  email: 'eva@example.com',
  name: 'Eva Lindqvist',
  roles: ['auditor'],
} as const

/** Has a browser signed in as `reader` at an address, as after the sign-in page. */
export async function signedIn(context: BrowserContext, url: string, token: string): Promise<void> {
  await context.addCookies([{ name: 'countersign', value: token, url, httpOnly: true, sameSite: 'Strict' }])
  await context.addInitScript(rememberReader, { url, hint: `auditor ${reader.user_type} ${reader.id}` })
}

/** Runs in each page: remembers the session as the page of the product does, where nothing else is remembered. */
function rememberReader({ url, hint }: { readonly url: string; readonly hint: string }): void {
  if (location.origin === url) localStorage['countersign.session'] ??= hint
}

/** Runs a program for a worker: `begin` puts into it what it begins with. */
async function serve(
  begin: (program: Program) => Promise<void>,
  provide: (program: Program) => Promise<void>,
): Promise<void> {
  const program = await prepareProgram()
  try {
    await begin(program)
    await program.start()
    await provide(program)
  } finally {
    await program.remove()
  }
}

const ofWorker = { scope: 'worker', timeout: 120_000 } as const
const demonstration = (program: Program) => program.demo(20, 400)

/* oxlint-disable no-empty-pattern -- Playwright reads here what a fixture needs */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  server: [
    async ({}, provide) => await serve((program) => program.beginWithEvents(fileName, events), provide),
    ofWorker,
  ],

  reviewServer: [async ({}, provide) => await serve(demonstration, provide), ofWorker],

  away: [
    async ({ browser }, provide) =>
      await serve(demonstration, async (program) =>
        provide({ program, id: await certificationId(browser, program, 'Q4 Salesforce admins') }),
      ),
    ofWorker,
  ],

  setting: [
    async ({ browser }, provide) =>
      await serve(demonstration, async ({ url }) => provide(await settingOf(browser, url))),
    ofWorker,
  ],

  baseURL: async ({ server }, provide) => provide(server.url),

  token: [async ({ server }, provide) => provide(await server.signIn(reader)), { scope: 'worker' }],

  context: async ({ context, server, token }, provide) => {
    await signedIn(context, server.url, token)
    await provide(context)
  },

  freshServer: async ({ context }, provide) => {
    const program = await prepareProgram()
    try {
      await program.start()
      await provide(program)
    } finally {
      // First, or the page would meet a server that is going.
      await context.close()
      await program.remove()
    }
  },

  troubles: [
    async ({ context }, provide) => {
      const troubles = new Troubles()
      gatherTraces(context)
      await troubles.follow(context)
      await provide(troubles)
      const found = troubles.unannounced()
      if (found.length > 0) throw new Error(`Troubles that the test did not announce:\n${found.join('\n')}`)
    },
    { auto: true },
  ],

  elsewhere: async ({ browser, troubles, server, token }, provide) => {
    const opened: BrowserContext[] = []
    await provide(async () => {
      const context = await browser.newContext()
      await signedIn(context, server.url, token)
      opened.push(context)
      gatherTraces(context)
      await troubles.follow(context)
      return await context.newPage()
    })
    for (const context of opened) await context.close()
  },

  tab: async ({ page }, provide) => provide(new WorkflowActions(page)),
  filters: async ({ page }, provide) => provide(new Filters(page)),
  query: async ({ page }, provide) => provide(new QueryBox(page)),
  drawer: async ({ page }, provide) => provide(new EventDrawer(page)),
  frame: async ({ page }, provide) => provide(new Frame(page)),
  signIn: async ({ page, reviewServer }, provide) => provide(new SignIn(page, reviewServer.url)),
  list: async ({ page, reviewServer }, provide) => provide(new ReviewsList(page, reviewServer.url)),
  review: async ({ page }, provide) => provide(new Review(page)),
})

export { expect } from '@playwright/test'
