import { screen, waitFor, within } from '@testing-library/dom'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { Role } from '#contract/permissions.ts'
import { renderApp } from '#testing/render-app.tsx'
import { aUser } from '#testing/review-data.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
})
afterAll(() => server.close())

const open = (as: string, role: Role) => renderApp('/settings/keys', { server, as, roles: [role] })

test('a key is made for what was chosen, shown once, listed, and revoked after a question', async () => {
  const { user, sent } = await open('olga', 'operator')
  await screen.findByRole('heading', { name: 'No keys yet' })
  await user.click(screen.getByRole('button', { name: 'Make a key …' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'Make a key' }))
  expect(dialog.queryByText('reviews:force')).toBeNull()
  await user.type(dialog.getByLabelText('What it is for'), 'Nightly report')
  await user.click(dialog.getByLabelText(/reviews:read/))
  // Twice before anything is drawn: it is one key, which is the one that is shown.
  const make = dialog.getByRole('button', { name: 'Make the key' })
  for (const _ of [1, 2]) make.click()
  const key = (await screen.findByText(/^csk_[0-9a-f]{8}_[0-9A-Za-z]{49}$/)).textContent ?? ''
  const card = within(await screen.findByRole('list', { name: 'Your keys' }))
  card.getByText('never')
  expect(sent.filter(({ path }) => path === '/app/v1/keys')).toHaveLength(1)
  expect((await server.get('/api/preview/awf/workflows', key)).status).toBe(200)
  await user.click(card.getByRole('button', { name: 'Revoke Nightly report' }))
  const question = within(await screen.findByRole('dialog', { name: 'Revoke this key?' }))
  await user.click(question.getByRole('button', { name: 'Revoke the key' }))
  await card.findByText('Revoked', { selector: 'span' })
  expect((await server.get('/api/preview/awf/workflows', key)).status).toBe(401)
})

test('a key that was made is shown to nobody who comes later', async () => {
  await open('olga', 'operator')
  await screen.findByRole('list', { name: 'Your keys' })
  expect(document.body.textContent).not.toMatch(/csk_[0-9a-f]{8}_[0-9A-Za-z]/)
})

test('auditors are offered scopes that read; admins see the keys of everybody', async () => {
  const auditor = await open('eve', 'auditor')
  await auditor.user.click(await screen.findByRole('button', { name: 'Make a key …' }))
  const dialog = within(await screen.findByRole('dialog'))
  expect(dialog.getAllByRole('checkbox')).toHaveLength(5)
  expect(screen.queryByLabelText('Show the keys of everybody')).toBeNull()
})

test('admins see and revoke the keys of everybody', async () => {
  await server.signIn('omar', 'operator')
  await server.keyOf(aUser('omar'), 'reviews:read')
  const { user } = await open('ada', 'admin')
  await user.click(await screen.findByLabelText('Show the keys of everybody'))
  const list = within(await screen.findByRole('list', { name: 'The keys of everybody' }))
  const [revoke] = list.getAllByRole('button', { name: /^Revoke Key/ })
  list.getByText(aUser('omar').name)
  await user.click(revoke as HTMLElement)
  await user.click(await screen.findByRole('button', { name: 'Revoke the key' }))
  await waitFor(() => expect(list.queryByRole('button', { name: /^Revoke Key/ })).toBeNull())
})

test('reviewers have no page of keys', async () => {
  await open('rita', 'reviewer')
  await screen.findByRole('heading', { name: 'This page is not for your account' })
})
