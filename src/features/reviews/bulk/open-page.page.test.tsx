import { screen, waitFor } from '@testing-library/dom'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { Bulk } from '#contract/reviews/bulk.ts'
import { startBulkWorker } from '#testing/bulk-worker.ts'
import { insertReview, rowsOf } from '#testing/insert-review.ts'
import { renderApp } from '#testing/render-app.tsx'
import { rowWith } from '#testing/review-page.ts'
import { pageHeaders, startServer, type TestServer } from '#testing/start-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
})
afterAll(() => server.close())

const count = 1_200
const chunks = Math.ceil(count / 500)
const name = (at: number) => `p${String(at).padStart(4, '0')}`

/** An admin accepts every row of a review, by requests of their own. */
async function acceptAll(id: string): Promise<void> {
  await startBulkWorker(server)
  const headers = { ...pageHeaders, cookie: await server.signIn('root', 'admin') }
  const path = `/app/v1/certifications/${id}/bulk`
  const change = { decision: 'RESULT_DECISION_ACCEPTED', notes: 'Seen.' }
  const made = await server.send('POST', `${path}:preview`, headers, {
    change,
    choice: { include_others: true },
    reason: 'Away.',
  })
  const { bulk_id } = (made.body as { value: Bulk }).value
  const started = await server.send('POST', `${path}/${bulk_id}:run`, headers, {})
  expect(started.status, JSON.stringify(started.body)).toBe(200)
  await waitFor(
    async () => {
      const { body } = await server.send('GET', `${path}/${bulk_id}`, headers)
      expect((body as { value: Bulk }).value).toMatchObject({
        state: 'DONE',
        outcomes: [{ of: 'DONE', rows: count }],
      })
    },
    { timeout: 60_000 },
  )
}

/** Scrolls the table, which here nothing does by itself, and waits for the rows that are there. */
async function scrollTo(pixels: number): Promise<void> {
  const scroller = screen.getByRole('grid').parentElement
  if (!scroller) throw new Error('the table stands nowhere')
  scroller.scrollTop = pixels
  scroller.dispatchEvent(new Event('scroll'))
  await waitFor(() => expect(screen.queryAllByText('Loading …')).toEqual([]))
}

const shown = () =>
  screen
    .getAllByRole('row')
    .map(({ textContent }) => textContent)
    .filter((text) => /^p\d{4}/.test(text))

test('an open page reads the rows in view once for each part of a change of many rows, and others when they are looked at', async () => {
  const id = await insertReview(server, rowsOf(Array.from({ length: count }, (_, at) => name(at))))
  const page = await renderApp(`/reviews/${id}`, { server, as: 'ana', roles: ['reviewer'] })
  await rowWith(name(0))
  for (let pixels = 0; pixels <= 15_000; pixels += 2_500) await scrollTo(pixels)
  const last = shown().at(-1) ?? ''
  expect(last > name(300), last).toBe(true)
  await scrollTo(0)
  page.read.length = 0
  await acceptAll(id)
  const seen = () => shown().filter((text) => text.includes('Seen.'))
  await waitFor(() => expect(seen()).toEqual(shown()))
  const asked = page.read.map(({ searchParams }) => searchParams.get('ids')?.split(',').length)
  expect(asked.length).toBeGreaterThan(0)
  expect(asked.length).toBeLessThanOrEqual(chunks)
  expect(Math.max(...asked.map((ids) => ids ?? 1_000))).toBeLessThan(100)
  await scrollTo(8_000)
  await waitFor(() => expect(seen()).toEqual(shown()))
})
