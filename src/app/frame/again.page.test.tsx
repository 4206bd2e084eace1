import { screen, waitFor, within } from '@testing-library/dom'
import { afterAll, afterEach, beforeAll, expect, inject, test, vi } from 'vitest'
import { tellOthers } from '#features/sign-in/parts/news.ts'
import { insertReview, rowsOf } from '#testing/insert-review.ts'
import { addAccount, browserAt, endDemonstration, goodPassword } from '#testing/local-account.ts'
import { type OpenPage, renderApp } from '#testing/render-app.tsx'
import { buttonIn, fillIn, rowWith } from '#testing/review-page.ts'
import { pageHeaders, startServer, type TestServer } from '#testing/start-server.ts'
import { storedRow } from '#testing/stored-row.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  await addAccount(server, 'root', 'admin')
  for (const id of ['ana', 'ben']) await addAccount(server, id, 'reviewer')
})
afterAll(() => server.close())
afterEach(() => vi.restoreAllMocks())

const names = ['jdoe', 'ksmith', 'lmarx', 'mnoor', 'oreyes', 'pquinn']

const endAll = (id: string) =>
  server.database.store.db.deleteFrom('session').where('actor', '=', id).execute()
const sentPuts = ({ sent }: OpenPage) => sent.filter(({ method }) => method === 'PUT').length
const ask = () => screen.findByRole('button', { name: 'Not now' })
const decisionsOf = async (id: string) =>
  await Promise.all(names.map(async (_, row) => (await storedRow(server, id, row)).decision))

/** ana's session ends while she decides five rows; then she has half a note written. */
async function endedWithWork() {
  const id = await insertReview(server, rowsOf(names))
  const page = await renderApp(`/reviews/${id}`, { server, as: 'ana', roles: ['reviewer'] })
  // main.tsx fetches what asks, behind the first rows.
  const { headerControls } = await import('./header.tsx')
  await headerControls.load()
  await rowWith('jdoe')
  await screen.findByRole('button', { name: /^ana/ })
  await endAll('ana')
  for (const name of names.slice(0, 5)) await page.user.click(buttonIn(await rowWith(name), 'Accept'))
  // It asks at once; she goes on first.
  await page.user.click(await ask())
  await page.user.click(buttonIn(await rowWith('pquinn'), 'Reject'))
  const note = await screen.findByRole('dialog', { name: 'Reject this access' })
  await fillIn(page, within(note).getByRole('textbox'), 'Left the te')
  await page.user.click(screen.getByRole('button', { name: 'Signed out: sign in again' }))
  await ask()
  return { id, page, note, sent: sentPuts(page) }
}

test('T13 the same person signs in in place: half a note and five decisions go on', async () => {
  const { id, page, note } = await endedWithWork()
  const dialog = screen.getByRole('dialog', { name: 'Your session has ended' })
  const email = await within(dialog).findByRole<HTMLInputElement>('textbox', { name: 'Email' })
  expect([email.value, email.readOnly]).toEqual(['ana@example.com', true])
  expect(document.activeElement).toBe(within(dialog).getByLabelText('Password'))
  await page.user.keyboard(goodPassword)
  await page.user.click(within(dialog).getByRole('button', { name: 'Sign in' }))
  await waitFor(() => expect(dialog.isConnected).toBe(false))
  await waitFor(async () =>
    expect(await decisionsOf(id)).toEqual([
      ...Array.from({ length: 5 }, () => 'RESULT_DECISION_ACCEPTED'),
      'RESULT_DECISION_NONE',
    ]),
  )
  expect(note.isConnected).toBe(true)
  expect(within(note).getByRole<HTMLTextAreaElement>('textbox').value).toBe('Left the te')
  await page.user.click(buttonIn(note, 'Reject'))
  await waitFor(async () => expect((await storedRow(server, id, 5)).notes).toBe('Left the te'))
})

test('T13 another person: nothing is sent, and the page is emptied after a question alone', async () => {
  const { id, page, note, sent } = await endedWithWork()
  const reload = vi.spyOn(location, 'reload').mockImplementation(() => undefined)
  const ben = browserAt(server)
  await ben.signIn('ben')
  page.setCookie(ben.cookie)
  tellOthers()
  const dialog = await screen.findByRole('dialog', { name: 'Somebody else is signed in now' })
  expect(dialog.textContent).toContain('5 changes in this window only would be lost too.')
  expect(within(note).getByRole<HTMLTextAreaElement>('textbox').value).toBe('Left the te')
  expect(sentPuts(page)).toBe(sent)
  expect(await decisionsOf(id)).toEqual(names.map(() => 'RESULT_DECISION_NONE'))
  expect(reload).not.toHaveBeenCalled()

  // Put off, nothing can be decided, and it says why.
  await page.user.click(within(dialog).getByRole('button', { name: 'Not now' }))
  const reject = buttonIn(note, 'Reject')
  await waitFor(() => expect(reject.getAttribute('aria-disabled')).toBe('true'))
  expect(note.textContent).toContain('Somebody else is signed in now.')
  await page.user.click(reject)
  await page.user.click(within(note).getByRole('button', { name: 'Cancel' }))
  expect(buttonIn(await rowWith('jdoe'), 'Reject').getAttribute('aria-disabled')).toBe('true')
  await page.user.click(buttonIn(await rowWith('jdoe'), 'Reject'))
  await screen.findAllByText(/^Somebody else is signed in now\. Sign in again/)
  expect(screen.queryByRole('dialog', { name: 'Reject this access' })).toBeNull()
  await page.user.click(screen.getByRole('button', { name: 'Somebody else is signed in' }))

  // Back as the first person.
  await page.user.click(await screen.findByRole('button', { name: 'Sign in as ana' }))
  await screen.findByLabelText('Password')
  // News that comes late, of the sign-in that is known.
  const asked = page.read.length
  dispatchEvent(new Event('storage'))
  await waitFor(() =>
    expect(page.read.slice(asked).map(({ pathname }) => pathname)).toContain('/app/v1/session'),
  )
  // It is answered by the time that two later calls are.
  for (const path of ['/readyz', '/app/v1/session']) await server.send('GET', path, pageHeaders)
  expect(screen.getByRole('dialog', { name: 'Your session has ended' })).toBeDefined()
  await page.user.type(await screen.findByLabelText('Password'), goodPassword)
  await page.user.click(screen.getByRole('button', { name: 'Sign in' }))
  await waitFor(async () =>
    expect((await decisionsOf(id)).filter((each) => each === 'RESULT_DECISION_ACCEPTED')).toHaveLength(5),
  )
  expect(await decisionsOf(id)).not.toContain('RESULT_DECISION_REJECTED')
  await page.user.click(buttonIn(await rowWith('pquinn'), 'Reject'))
  const again = await screen.findByRole('dialog', { name: 'Reject this access' })
  expect(within(again).getByRole<HTMLTextAreaElement>('textbox').value).toBe('Left the te')
})

test('T13 who goes on as another person leaves nothing of the first', async () => {
  const { id, page, sent } = await endedWithWork()
  const reload = vi.spyOn(location, 'reload').mockImplementation(() => undefined)
  const ben = browserAt(server)
  await ben.signIn('ben')
  page.setCookie(ben.cookie)
  tellOthers()
  const dialog = await screen.findByRole('dialog', { name: 'Somebody else is signed in now' })
  expect(sessionStorage.length).toBeGreaterThan(0)
  // As the other's own tab leaves it.
  localStorage.setItem('countersign.session', 'reviewer localCookieUser ben')
  await page.user.click(within(dialog).getByRole('button', { name: 'Empty it and go on as ben' }))
  expect(reload).toHaveBeenCalledTimes(1)
  expect(sessionStorage).toHaveLength(0)
  expect(localStorage.getItem('countersign.session')).toBe('reviewer localCookieUser ben')
  expect(sentPuts(page)).toBe(sent)
  expect(await decisionsOf(id)).toEqual(names.map(() => 'RESULT_DECISION_NONE'))
})

test('T13 what is refused in a form for want of a session goes on after the sign-in; put off, the form asks again', async () => {
  const page = await renderApp('/settings/people', { server, as: 'root', roles: ['admin'] })
  const { headerControls } = await import('./header.tsx')
  await headerControls.load()
  await page.user.click(await screen.findByRole('button', { name: 'Add a person …' }))
  const form = screen.getByRole('dialog', { name: 'Add a person' })
  await page.user.type(within(form).getByLabelText('Name'), 'New Person')
  await page.user.type(within(form).getByLabelText('Email'), 'new@example.com')
  await screen.findByRole('button', { name: /^root/ })
  await endAll('root')
  const add = within(form).getByRole('button', { name: 'Add the person' })
  await page.user.click(add)
  await ask()
  await waitFor(() => {
    // Something that the page reads by itself may have asked before the form has.
    screen.queryByRole('button', { name: 'Not now' })?.click()
    within(form).getByText(/You are signed out\./)
  })
  expect(document.body.textContent).not.toContain('API key (Authorization')
  await page.user.click(within(form).getByRole('button', { name: 'Sign in again' }))
  await page.user.click(await ask())
  await page.user.click(add)
  await ask()
  page.setCookie(await server.signIn('root', 'admin'))
  tellOthers()
  await screen.findByRole('dialog', { name: 'Added' })
})

test('T13 whose role takes a second factor by now is led to set one up in a new tab, and goes on here after it', async () => {
  const page = await renderApp('/settings/people', { server, as: 'root', roles: ['admin'] })
  const { headerControls } = await import('./header.tsx')
  await headerControls.load()
  await page.user.click(await screen.findByRole('button', { name: 'Add a person …' }))
  const form = screen.getByRole('dialog', { name: 'Add a person' })
  await page.user.type(within(form).getByLabelText('Name'), 'New Person')
  await screen.findByRole('button', { name: /^root/ })
  await endAll('root')
  await page.user.type(within(form).getByLabelText('Email'), 'newer@example.com')
  await page.user.click(within(form).getByRole('button', { name: 'Add the person' }))
  await ask()
  const dialog = screen.getByRole('dialog', { name: 'Your session has ended' })
  await page.user.type(await within(dialog).findByLabelText('Password'), goodPassword)
  await page.user.click(within(dialog).getByRole('button', { name: 'Sign in' }))
  const link = await within(dialog).findByRole('link', { name: 'Set one up in a new tab' })
  expect([link.getAttribute('href'), link.getAttribute('target')]).toEqual(['/sign-in?again', '_blank'])
  expect(document.activeElement).toBe(link.closest('p'))
  page.setCookie(await server.signIn('root', 'admin'))
  tellOthers()
  await waitFor(() => expect(dialog.isConnected).toBe(false))
  await screen.findByRole('dialog', { name: 'Added' })
})

/** Waits until a page knows whose it is; main.tsx fetches what says so, behind the first rows. */
async function isPageOf(name: RegExp): Promise<void> {
  const { headerControls } = await import('./header.tsx')
  await headerControls.load()
  await screen.findByRole('button', { name })
}

/** The dialog in which a page asks its person to sign in again. */
async function asked(): Promise<HTMLElement> {
  const { sessionHasEnded } = await import('../session-end.ts')
  sessionHasEnded('signed out')
  await ask()
  return await screen.findByRole('dialog', { name: 'Your session has ended' })
}

test('T13 who may not come in any more is not promised that anything goes on', async () => {
  await addAccount(server, 'cy', 'reviewer')
  const { user } = await renderApp('/reviews', { server, as: 'cy', roles: ['reviewer'] })
  await isPageOf(/^cy/)
  await endAll('cy')
  await server.database.store.db.updateTable('person').set({ roles: [] }).where('id', '=', 'cy').execute()
  const dialog = await asked()
  expect(dialog.textContent).toContain('is sent once you are signed in')
  await user.type(await within(dialog).findByLabelText('Password'), goodPassword)
  await user.click(within(dialog).getByRole('button', { name: 'Sign in' }))
  await within(dialog).findByText(/cannot come in now, so nothing is sent/)
  expect(dialog.textContent).not.toContain('is sent once you are signed in')
})

test('T13 a page of the open entrance offers no way back once nobody comes in by it', async () => {
  const other = await startServer(inject('postgresUrl'))
  try {
    await renderApp('/reviews', { server: other })
    await isPageOf(/^local auditor/)
    const goTo = (path: string) => {
      history.pushState(null, '', path)
      dispatchEvent(new PopStateEvent('popstate'))
    }
    // As after a reload of it: who came in without proof has not gone on with the link.
    goTo('/set-up')
    await screen.findByText(/If you have not used the link yet, open it once more/)
    goTo('/reviews')
    await screen.findByRole('heading', { name: 'Reviews' })
    await endDemonstration(other)
    const dialog = await asked()
    await within(dialog).findByText(/^Nobody comes in without signing in any more/)
    expect(within(dialog).queryByRole('button', { name: /^Continue as/ })).toBeNull()
    expect(within(dialog).getByRole('link', { name: 'Sign in as yourself' })).toBeDefined()
  } finally {
    await other.close()
  }
})
