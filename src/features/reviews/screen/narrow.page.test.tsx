import { screen, waitFor } from '@testing-library/dom'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { narrowTheWindow } from '#testing/activity-window.ts'
import { insertReview, rowsOf } from '#testing/insert-review.ts'
import { renderApp } from '#testing/render-app.tsx'
import { aUser } from '#testing/review-data.ts'
import { rowWith } from '#testing/review-page.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
})
afterAll(() => server.close())

test('on a phone cards say what is signed off, the head both numbers, and a press why it is refused', async () => {
  const accepted = { decision: 'RESULT_DECISION_ACCEPTED' }
  const rows = [
    ...rowsOf(['jdoe'], { ...accepted, signed_off_state: 'SIGNED_OFF' }),
    ...rowsOf(['ksmith'], accepted),
    ...rowsOf(['lchen']),
  ]
  const id = await insertReview(server, rows, {
    state: 'CERT_STATE_COMPLETED',
    completed_at: new Date().toISOString(),
    completed_by: aUser('root'),
  })
  narrowTheWindow()
  const { user } = await renderApp(`/reviews/${id}`, { server, as: 'root', roles: ['admin'] })
  expect((await rowWith('jdoe')).textContent).toContain('Accepted · Signed off')
  expect((await rowWith('ksmith')).textContent).not.toContain('Signed off')
  await screen.findByText('2 of 3 decided, 1 signed off')

  const button = await screen.findByRole('button', { name: 'Sign off decided rows …' })
  await screen.findByRole('button', { name: 'Keys' })
  await user.pointer({ keys: '[TouchA]', target: button })
  const tip = () => document.getElementById('tooltip')?.textContent
  await waitFor(() => expect(tip()).toBe('This review is completed.'))
  // A press elsewhere takes it away.
  await user.pointer({ keys: '[TouchA]', target: screen.getByRole('heading', { level: 1 }) })
  expect(tip()).toBeUndefined()
})
