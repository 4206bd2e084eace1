import { screen, waitFor, within } from '@testing-library/dom'
import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { addAccount, goodPassword } from '#testing/local-account.ts'
import { type OpenPage, renderApp } from '#testing/render-app.tsx'
import { pageHeaders, startServer, type TestServer } from '#testing/start-server.ts'

let server: TestServer
// The browser of these tests forgets cookies by its own clock.
let now = Date.now()
const minutes = (count: number) => (now += count * 60_000)

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'), { clock: () => new Date(now) })
  await addAccount(server, 'root', 'admin')
  await addAccount(server, 'ana', 'reviewer')
})
afterAll(() => server.close())

const asAna = (path: string) => renderApp(path, { server, as: 'ana', roles: ['reviewer'] })
const asRoot = (path: string) => renderApp(path, { server, as: 'root', roles: ['admin'] })
const codeOf = (secret: string) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now })
const posted = ({ sent }: OpenPage, path: string) => sent.filter((each) => each.path === path).length

test('T13 everybody has their own pages; those of everybody are for whom they are for', async () => {
  await asAna('/settings')
  await screen.findByRole('heading', { name: 'Profile' })
  const pages = screen.getByRole('navigation', { name: 'Settings' })
  const names = within(pages)
    .getAllByRole('link')
    .map((link) => link.textContent)
  expect(names).toEqual(['Profile', 'Sessions', 'Password and second factors'])
  expect(within(pages).getByRole('link', { name: 'Profile' }).getAttribute('aria-current')).toBe('page')
  await asAna('/settings/nonsense')
  await screen.findByRole('heading', { name: 'There is no such page' })
})

test('T13 the time zone follows its reader to another computer', async () => {
  const page = await asAna('/settings/profile')
  await page.user.selectOptions(await screen.findByLabelText('Times are shown in'), 'Asia/Tokyo')
  await waitFor(() =>
    expect(page.sent.map(({ path, body }) => [path, body])).toContainEqual([
      '/app/v1/profile',
      { time_zone: 'Asia/Tokyo' },
    ]),
  )
  // The storage of a browser begins anew with each page of a test.
  await asAna('/settings/profile')
  const field = await screen.findByLabelText<HTMLSelectElement>('Times are shown in')
  await waitFor(() => expect(field.value).toBe('Asia/Tokyo'))
  expect(localStorage.getItem('countersign.zone')).toBe('Asia/Tokyo')
})

test('T13 sessions are listed with what they are of, and ended one by one or all others at once', async () => {
  const elsewhere = await server.signIn('ana', 'reviewer')
  await server.signIn('ana', 'reviewer')
  const page = await asAna('/settings/sessions')
  const list = await screen.findByRole('list', { name: 'Your sessions' })
  const before = within(list).getAllByRole('listitem').length
  expect(before).toBeGreaterThan(2)
  expect(within(list).getAllByText('This browser')).toHaveLength(1)
  const [first] = within(list).getAllByRole('button', { name: /^End the session of/ })
  await page.user.click(first as HTMLElement)
  await waitFor(() => expect(within(list).getAllByRole('listitem')).toHaveLength(before - 1))
  await page.user.click(screen.getByRole('button', { name: 'End all others' }))
  await waitFor(() => expect(within(list).getAllByRole('listitem')).toHaveLength(1))
  await screen.findByText(/were ended\.|was ended\./)
  const { status } = await server.send('GET', '/app/v1/session', { ...pageHeaders, cookie: elsewhere })
  expect(status).toBe(401)
})

test('T13 a password is changed by whoever knows the present one', async () => {
  const page = await asAna('/settings/security')
  await page.user.click(await screen.findByRole('button', { name: 'Change it …' }))
  const fill = async (name: string, text: string) => {
    const field = screen.getByLabelText(name)
    await page.user.clear(field)
    await page.user.type(field, text)
  }
  await fill('Present password', goodPassword)
  await fill('New password', 'short')
  await fill('The same once more', 'short')
  await page.user.click(screen.getByRole('button', { name: 'Change the password' }))
  await screen.findByText('The password needs at least 12 characters.')
  await fill('New password', 'password1234')
  await fill('The same once more', 'password1234')
  await page.user.click(screen.getByRole('button', { name: 'Change the password' }))
  await screen.findByText(/^This password is one of those that are tried first/)
  await fill('New password', 'nine otters row west')
  await fill('The same once more', 'nine otters row west')
  await page.user.click(screen.getByRole('button', { name: 'Change the password' }))
  await screen.findByText(/Your password is changed/)
})

test('T13 what takes a fresh proof asks for one, and goes on by itself; who gives none changes nothing', async () => {
  const page = await asRoot('/settings/security')
  // main.tsx fetches what asks, behind the first rows.
  const { headerControls } = await import('#app/frame/header.tsx')
  await headerControls.load()
  await page.user.click(await screen.findByRole('button', { name: 'Set it up …' }))
  const secret = (await screen.findByText(/^[A-Z2-7]{4}( [A-Z2-7]{1,4})+$/)).textContent.replaceAll(' ', '')
  await page.user.type(screen.getByLabelText('Code of your authenticator app'), codeOf(secret))
  await page.user.click(screen.getByRole('button', { name: 'Set it up' }))
  await page.user.click(await screen.findByRole('checkbox', { name: 'I have kept them' }))
  await page.user.click(screen.getByRole('button', { name: 'Go on' }))
  await screen.findByText(/^Set up:/)

  minutes(11)
  const path = '/app/v1/second_factors:make_recovery_codes'
  const make = await screen.findByRole('button', { name: 'Make new ones in their place …' })
  await page.user.click(make)
  // It asks first: the old ones stop working.
  const question = await screen.findByRole('dialog', { name: 'Make new recovery codes?' })
  expect(posted(page, path)).toBe(0)
  const confirm = within(question).getByRole('button', { name: 'Make new ones' })
  await page.user.click(confirm)
  // An empty dialog stands there until its code has come.
  await page.user.click(await screen.findByRole('button', { name: 'Not now' }))
  await screen.findByText(/proof of the last ten minutes/)
  expect(posted(page, path)).toBe(1)
  expect(screen.queryByRole('heading', { name: 'Keep your recovery codes' })).toBeNull()

  await page.user.click(confirm)
  await screen.findByRole('button', { name: 'Not now' })
  const dialog = screen.getByRole('dialog', { name: 'Is it still you?' })
  const password = await within(dialog).findByLabelText('Password')
  await page.user.type(password, 'not mine at all')
  await page.user.type(within(dialog).getByLabelText('Code of your authenticator app'), codeOf(secret))
  await page.user.click(within(dialog).getByRole('button', { name: 'Go on' }))
  await within(dialog).findByText('The password is not right.')
  await page.user.type(password, goodPassword)
  await page.user.type(within(dialog).getByLabelText('Code of your authenticator app'), codeOf(secret))
  await page.user.click(within(dialog).getByRole('button', { name: 'Go on' }))
  await screen.findByRole('heading', { name: 'Keep your recovery codes' })
  expect(screen.queryByRole('dialog', { name: 'Is it still you?' })).toBeNull()
  expect(posted(page, path)).toBe(3)

  // Shown once: who leaves before they are kept is asked first.
  const leaving = () => {
    const event = new Event('beforeunload', { cancelable: true })
    dispatchEvent(event)
    return event.defaultPrevented
  }
  const kept = screen.getByRole('checkbox', { name: 'I have kept them' })
  await page.user.click(kept)
  await waitFor(() => expect(leaving()).toBe(false))
  await page.user.click(kept)
  await waitFor(() => expect(leaving()).toBe(true))
  await page.user.click(screen.getByRole('link', { name: 'Profile' }))
  const leave = await screen.findByRole('dialog', { name: 'Leave without your recovery codes?' })
  await page.user.click(within(leave).getByRole('button', { name: 'Back' }))
  await screen.findByRole('heading', { name: 'Keep your recovery codes' })
  await page.user.click(kept)
  await waitFor(() => expect(leaving()).toBe(false))
  await page.user.click(screen.getByRole('link', { name: 'Profile' }))
  await screen.findByRole('heading', { name: 'Profile' })
})
