import { screen, waitFor, within } from '@testing-library/dom'
import { Secret, TOTP } from 'otpauth'
import { afterAll, afterEach, beforeAll, expect, inject, test, vi } from 'vitest'
import {
  addAccount,
  browserAt,
  endDemonstration,
  goodPassword,
  passwordLinkOf,
} from '#testing/local-account.ts'
import { type OpenPage, renderApp } from '#testing/render-app.tsx'
import { aUser } from '#testing/review-data.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'

let server: TestServer
// The browser of these tests forgets cookies by its own clock.
let now = Date.now()

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'), { clock: () => new Date(now) })
  await addAccount(server, 'root', 'admin')
  await addAccount(server, 'ana', 'reviewer')
})
afterAll(() => server.close())
afterEach(() => vi.restoreAllMocks())

const email = (id: string) => aUser(id).email
const left = () => vi.spyOn(location, 'replace').mockImplementation(() => undefined)

async function signIn({ user }: OpenPage, id: string, password = goodPassword): Promise<void> {
  const field = await screen.findByRole('textbox', { name: 'Email' })
  await user.clear(field)
  await user.type(field, email(id))
  await user.type(screen.getByLabelText('Password'), password)
  await user.click(screen.getByRole('button', { name: 'Sign in' }))
}

const codeOf = (secret: string) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now })
const open = (path: string) => renderApp(path, { server })

test('T13 a wrong password loses nothing but itself; the right one leads to the exact place', async () => {
  // A row over the list of a person whose id has everything that addresses have of their own.
  const person = encodeURIComponent('a/b 100% %2F ?#“rows”')
  const place = `/reviews/c-1/people/Okta%2FUser/${person}/rows/48213?decision=none&q=a%2Fb#top`
  const page = await open(`/sign-in?to=${encodeURIComponent(place)}`)
  const goes = left()
  await signIn(page, 'ana', 'not the password of ana')
  const problem = await screen.findByText('The email or the password is not right.')
  expect(problem.closest('[role=alert]')).not.toBeNull()
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Email' }).value).toBe(email('ana'))
  screen.getByText(/^Forgotten your password\? Ask an admin for a link/)
  const password = screen.getByLabelText<HTMLInputElement>('Password')
  expect(password.value).toBe('')
  expect(document.activeElement).toBe(password)
  expect(password.autocomplete).toBe('current-password')
  await page.user.type(password, goodPassword)
  await page.user.click(screen.getByRole('button', { name: 'Show Password' }))
  expect(password.type).toBe('text')
  await page.user.click(screen.getByRole('button', { name: 'Sign in' }))
  await waitFor(() => expect(goes).toHaveBeenCalledWith(place))
  expect(localStorage.getItem('countersign.session')).toBe('reviewer localCookieUser ana')
})

test('T13 an address of elsewhere is not followed', async () => {
  const page = await open('/sign-in?to=%2F%2Felsewhere.example%2Freviews')
  const goes = left()
  await signIn(page, 'ana')
  await waitFor(() => expect(goes).toHaveBeenCalledWith('/'))
})

test('T13 whose role takes a second factor sets one up, keeps the codes, and then gets in; next time it is asked for', async () => {
  const page = await open('/sign-in?to=%2Freviews')
  const goes = left()
  await signIn(page, 'root')
  await page.user.click(await screen.findByRole('button', { name: 'Use an authenticator app' }))
  const shown = await screen.findByText(/^[A-Z2-7]{4}( [A-Z2-7]{1,4})+$/)
  const secret = shown.textContent.replaceAll(' ', '')
  expect(screen.getByRole('img', { name: 'QR code of the secret' }).getAttribute('src')).toMatch(
    /^data:image\/svg/,
  )
  const code = screen.getByLabelText<HTMLInputElement>('Code of your authenticator app')
  expect([code.autocomplete, code.inputMode]).toEqual(['one-time-code', 'numeric'])
  await page.user.type(code, '000000')
  await page.user.click(screen.getByRole('button', { name: 'Set it up' }))
  await screen.findByText(/The code is not right/)
  await page.user.type(code, codeOf(secret))
  await page.user.click(screen.getByRole('button', { name: 'Set it up' }))
  await screen.findByRole('heading', { name: 'Keep your recovery codes' })
  const codes = screen.getAllByRole('listitem').map((item) => item.textContent)
  expect(codes).toHaveLength(10)
  const goOn = screen.getByRole('button', { name: 'Go on' })
  await page.user.click(goOn)
  expect(goOn.getAttribute('aria-disabled')).toBe('true')
  expect(goes).not.toHaveBeenCalled()
  await page.user.click(screen.getByRole('checkbox', { name: 'I have kept them' }))
  await page.user.click(goOn)
  await waitFor(() => expect(goes).toHaveBeenCalledWith('/reviews'))

  now += 60_000
  const next = await open('/sign-in?to=%2Freviews')
  const again = left()
  await signIn(next, 'root')
  await next.user.type(await screen.findByLabelText('Code of your authenticator app'), codeOf(secret))
  await next.user.click(screen.getByRole('button', { name: 'Sign in' }))
  await waitFor(() => expect(again).toHaveBeenCalledWith('/reviews'))

  const third = await open('/sign-in')
  const last = left()
  await signIn(third, 'root')
  await third.user.click(await screen.findByRole('button', { name: 'Use a recovery code' }))
  await third.user.type(screen.getByLabelText('Recovery code'), codes[0] ?? '')
  await third.user.click(screen.getByRole('button', { name: 'Sign in' }))
  await waitFor(() => expect(last).toHaveBeenCalledWith('/'))
})

test('T13 who has tried too often is told for how long to wait, and cannot try before', async () => {
  await addAccount(server, 'eve', 'reviewer')
  const page = await open('/sign-in')
  for (let tries = 0; tries < 12; tries += 1) {
    await signIn(page, 'eve', `wrong ${tries} and wrong`)
    // With the answer, before which another press asks for nothing.
    await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>('Password').value).toBe(''))
    if (screen.queryByText(/^You can try again in/)) break
  }
  await screen.findByText(/^You can try again in \d+ (min|seconds)/)
  const button = screen.getByRole('button', { name: 'Sign in' })
  expect(button.getAttribute('aria-disabled')).toBe('true')
  const sent = page.sent.length
  await page.user.type(screen.getByLabelText('Password'), `${goodPassword}{Enter}`)
  expect(page.sent).toHaveLength(sent)
  expect(document.body.textContent).toContain('wrong tries for this account from your network')
  // The tries were at that account: another does not wait for them.
  await signIn(page, 'ana', 'not the password of ana')
  await screen.findByText('The email or the password is not right.')
})

test.each([
  ['NO_ACCESS&reference=AB12CD34', 'nobody here is known under that identity', 'AB12CD34'],
  ['TOO_LATE', 'The sign-in took too long.', undefined],
  ['SOMETHING_NEW', 'The sign-in came to nothing.', undefined],
  ['NO_ROLES&reference=<b>me</b>', 'you have no role here', undefined],
])('T13 an address says why a sign-in came to nothing: %s', async (query, words, reference) => {
  await open(`/sign-in?reason=${query}`)
  await screen.findByText(new RegExp(words))
  await screen.findByRole('textbox', { name: 'Email' })
  const shown = screen.queryByText('Reference:')
  if (reference === undefined) expect(shown).toBeNull()
  else expect(within(shown as HTMLElement).getByText(reference)).toBeDefined()
})

test('T13 a window in which somebody has signed in tells the others to look again, and no more', async () => {
  const channel = new BroadcastChannel('countersign.sign-in')
  const heard = new Promise((resolve) => {
    channel.addEventListener('message', ({ data }: MessageEvent) => resolve(data), { once: true })
  })
  await open('/signed-in')
  await screen.findByRole('heading', { name: 'You are signed in' })
  expect(await heard).toBe('look again')
  channel.close()
})

test('T13 without its link, as after a reload, a page of a link goes on as far as the session has come', async () => {
  const page = await open('/set-password')
  const toSignIn = await screen.findByRole('link', { name: 'sign in with it' })
  expect(toSignIn.getAttribute('href')).toBe('/sign-in')
  expect(document.body.textContent).toContain('npm run users -- reset --email EMAIL')

  await addAccount(server, 'kim', 'admin')
  history.pushState(null, '', '/sign-in')
  dispatchEvent(new PopStateEvent('popstate'))
  await signIn(page, 'kim')
  const before = await screen.findByRole('button', { name: 'Use an authenticator app' })
  history.pushState(null, '', '/set-up')
  dispatchEvent(new PopStateEvent('popstate'))
  await waitFor(() => expect(before.isConnected).toBe(false))
  await page.user.click(await screen.findByRole('button', { name: 'Use an authenticator app' }))
  await screen.findByLabelText('Code of your authenticator app')
  const goes = left()
  await page.user.click(screen.getByRole('link', { name: 'Activity' }))
  await waitFor(() => expect(goes).toHaveBeenCalledWith('/sign-in?to=%2Factivity%2Fworkflow-actions'))

  await renderApp('/set-up', { server, as: 'ana', roles: ['reviewer'] })
  await screen.findByRole('heading', { name: 'You are signed in' })
  expect(screen.getByRole('link', { name: 'Go on to Countersign' }).getAttribute('href')).toBe('/')
})

test('T13 a reload while a second factor is set up goes on with that, and can begin anew', async () => {
  await addAccount(server, 'lou', 'admin')
  const page = await open('/verify')
  const lou = browserAt(server)
  await lou.signIn('lou')
  page.setCookie(lou.cookie)
  history.pushState(null, '', '/sign-in?to=%2Freviews')
  dispatchEvent(new PopStateEvent('popstate'))
  const goes = left()
  const said = await screen.findByText(/^Your role takes a second proof at each sign-in/)
  expect(document.activeElement).toBe(said)
  await page.user.click(screen.getByRole('button', { name: 'Sign in as somebody else' }))
  const field = await screen.findByRole('textbox', { name: 'Email' })
  expect(document.activeElement).toBe(field)
  await signIn(page, 'lou')
  await page.user.click(await screen.findByRole('button', { name: 'Use an authenticator app' }))
  const secret = (await screen.findByText(/^[A-Z2-7]{4}( [A-Z2-7]{1,4})+$/)).textContent.replaceAll(' ', '')
  const code = screen.getByLabelText('Code of your authenticator app')
  expect(document.activeElement).toBe(code)
  await page.user.type(code, `${codeOf(secret)}{Enter}`)
  const kept = await screen.findByRole('heading', { name: 'Keep your recovery codes' })
  expect(document.activeElement).toBe(kept)
  // The codes would be lost by it.
  expect(screen.queryByRole('button', { name: 'Sign in as somebody else' })).toBeNull()
  await page.user.click(screen.getByRole('checkbox', { name: 'I have kept them' }))
  await page.user.click(screen.getByRole('button', { name: 'Go on' }))
  await waitFor(() => expect(goes).toHaveBeenCalledWith('/reviews'))
})

test.each([
  ['/set-up', 'npm run users -- set-up-link'],
  ['/set-password', 'npm run users -- reset --email EMAIL'],
])(
  'T13 the token of a link leaves the address of %s at once, and a link that is over says what to do',
  async (path, advice) => {
    const page = await open(`${path}#${'t'.repeat(32)}`)
    const alert = await screen.findByRole('alert')
    expect(location.href).not.toContain('ttt')
    expect(page.read.filter(({ href }) => href.includes('ttt'))).toEqual([])
    expect(page.sent.map(({ path: to, body }) => [to, body])).toEqual([
      ['/app/v1/links:open', { token: 't'.repeat(32) }],
    ])
    expect(alert.textContent).toContain('This link is not known here')
    expect(alert.textContent).toContain(advice)
  },
)

test('T13 another link that is opened on the page of one is taken at once, and the page is for its person', async () => {
  for (const id of ['ann', 'bob']) await addAccount(server, id, 'reviewer')
  const [first, second] = [
    await passwordLinkOf(server, 'ann', new Date(now)),
    await passwordLinkOf(server, 'bob', new Date(now)),
  ]
  const page = await open(`/set-password#${first}`)
  await page.user.type(await screen.findByLabelText('New password'), 'half of')
  screen.getByText('ann')
  location.hash = second
  dispatchEvent(new HashChangeEvent('hashchange'))
  await screen.findByText('bob')
  expect(location.href).not.toContain('#')
  expect(screen.queryByText('ann')).toBeNull()
  expect(screen.getByLabelText<HTMLInputElement>('New password').value).toBe('')
  await page.user.type(screen.getByLabelText('New password'), 'seven small boats')
  await page.user.type(screen.getByLabelText('The same once more'), 'seven small boats')
  const goes = left()
  await page.user.click(screen.getByRole('button', { name: 'Set the password and sign in' }))
  await waitFor(() => expect(goes).toHaveBeenCalledWith('/'))
  expect(localStorage.getItem('countersign.session')).toBe('reviewer localCookieUser bob')
})

test('T13 who has proven a password and has no access is told so, also by the link of a password', async () => {
  await addAccount(server, 'idle', 'reviewer')
  const db = server.database.store.db
  await db.updateTable('person').set({ roles: [] }).where('id', '=', 'idle').execute()
  await signIn(await open('/sign-in'), 'idle')
  await screen.findByText(/You have no access here any more \(or yet\)\./)
  await screen.findByText(/Ask an admin for a role/)
  const token = await passwordLinkOf(server, 'idle', new Date(now))
  const { user } = await open(`/set-password#${token}`)
  const first = await screen.findByLabelText('New password')
  expect(document.activeElement).toBe(first)
  await user.type(first, 'seven small boats')
  await user.type(screen.getByLabelText('The same once more'), 'seven small boats')
  await user.click(screen.getByRole('button', { name: 'Set the password and sign in' }))
  await screen.findByText(/Your password is set, and this link is used\. You have no access here/)
  expect(screen.queryByRole('button', { name: 'Set the password and sign in' })).toBeNull()
})

test('T13 after real data has ended the demonstration the page says so, and how the first admin is made', async () => {
  const other = await startServer(inject('postgresUrl'))
  try {
    await endDemonstration(other)
    await renderApp('/sign-in', { server: other })
    await screen.findByText('Since real data came in, nobody gets in without signing in.')
    await screen.findByText('npm run -s users -- set-up-link')
    expect(screen.queryByRole('textbox', { name: 'Email' })).toBeNull()
  } finally {
    await other.close()
  }
})
