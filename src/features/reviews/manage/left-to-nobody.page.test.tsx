import { screen, waitFor, within } from '@testing-library/dom'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { insertReview, rowsOf } from '#testing/insert-review.ts'
import { renderApp } from '#testing/render-app.tsx'
import { aUser, insertPeople } from '#testing/review-data.ts'
import { fillIn } from '#testing/review-page.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  await insertPeople(server.database.store.db, [aUser('nikos')], ['reviewer'])
})
afterAll(() => server.close())

test('T19 who takes the last reviewer from a running review is asked once more, with how many rows that leaves to nobody', async () => {
  const reviewers = [aUser('nikos')]
  const id = await insertReview(server, rowsOf(['jdoe', 'ksmith'], { reviewers }), { name: 'Q1', reviewers })
  const stored = async () => {
    const { db } = server.database.store
    return await db
      .selectFrom('certification')
      .select(['name', 'reviewers'])
      .where('certification_id', '=', id)
      .executeTakeFirstOrThrow()
  }
  const page = await renderApp(`/reviews/${id}`, { server, as: 'root', roles: ['admin'] })
  await page.user.click(await screen.findByRole('button', { name: /^Details/ }))
  await page.user.click(await screen.findByRole('button', { name: 'Edit …' }))
  const form = await screen.findByRole('dialog', { name: /^Edit / })
  const press = async (name: string | RegExp) =>
    page.user.click(await within(form).findByRole('button', { name }))
  await press(/^Remove .?nikos/)
  await press('Save')
  const question = await within(form).findByRole('region', { name: 'To confirm' })
  expect(question.textContent).toContain('2 of 2 rows would have no reviewer.')
  expect(within(form).queryByRole('alert')).toBeNull()
  expect(document.activeElement).toBe(within(question).getByRole('button', { name: 'Back' }))
  await press('Back')
  expect(question.isConnected).toBe(false)
  await press('Save')
  // What is changed after the question is part of no answer to it.
  await within(form).findByRole('region', { name: 'To confirm' })
  await fillIn(page, within(form).getByLabelText('Name'), 'Mine')
  expect(within(form).queryByRole('region', { name: 'To confirm' })).toBeNull()
  await press('Save')
  await within(form).findByRole('region', { name: 'To confirm' })
  expect(await stored()).toMatchObject({ name: 'Q1', reviewers: [{ id: 'nikos' }] })
  await press('Save anyway')
  await waitFor(async () => expect(await stored()).toEqual({ name: 'Mine', reviewers: [] }))
  await waitFor(() => expect(form.isConnected).toBe(false))
})
