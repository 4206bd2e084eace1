import { screen, waitFor, within } from '@testing-library/dom'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { insertReview, rowsOf } from '#testing/insert-review.ts'
import { renderApp } from '#testing/render-app.tsx'
import { aUser } from '#testing/review-data.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
})
afterAll(() => server.close())

test.each([
  ['one in progress', {}, ['Edit …', 'End now …', 'Complete …', 'Delete …']],
  [
    'a draft whose due date has passed',
    { published: false, due_date: '2026-01-31T17:00:00Z' },
    ['Edit …', 'Publish …', 'Complete …', 'Delete …'],
  ],
] as const)(
  'T44 the list and its own screen offer the same for %s, with the same reasons',
  async (name, given, actions) => {
    const id = await insertReview(server, rowsOf(['jdoe']), { name, ...given })
    const as = { server, as: 'root', roles: ['admin'] } as const

    const inList = await renderApp('/reviews', as)
    await inList.user.click(await screen.findByRole('button', { name: `Manage ${name}` }))
    const menu = await screen.findByRole('dialog', { name: `Manage ${name}` })
    await within(menu).findByRole('button', { name: 'Edit …' })
    const offered = within(menu).getAllByRole('button')
    expect(offered.map(({ textContent }) => textContent)).toEqual(actions)
    const inMenu = menu.textContent

    const inReview = await renderApp(`/reviews/${id}`, as)
    await inReview.user.click(await screen.findByRole('button', { name: /^Details/ }))
    const heading = await screen.findByRole('heading', { name: 'Manage this review' })
    await waitFor(() => expect(heading.closest('section')?.textContent).toBe(`Manage this review${inMenu}`))
    // A button that cannot be pressed opens nothing.
    await inReview.user.click(screen.getByRole('button', { name: 'Complete …' }))
    expect(screen.queryByRole('dialog', { name: /^Complete / })).toBeNull()
  },
)

test('T44 when a review that was deleted goes from the list, the focus goes to its heading', async () => {
  const name = 'To be deleted'
  await insertReview(server, rowsOf(['jdoe']), { name, published: false })
  const { user } = await renderApp('/reviews', { server, as: 'root', roles: ['admin'] })
  await user.click(await screen.findByRole('button', { name: `Manage ${name}` }))
  await user.click(await screen.findByRole('button', { name: 'Delete …' }))
  const dialog = await screen.findByRole('dialog', { name: new RegExp(`^Delete .*${name}`) })
  await user.click(within(dialog).getByRole('button', { name: 'Delete' }))
  await waitFor(() => expect(screen.queryByRole('row', { name: new RegExp(name) })).toBeNull())
  await waitFor(() =>
    expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'Reviews', level: 1 })),
  )
})

test('an operator finds what is theirs alone, and learns what keeps them from completing it', async () => {
  const own = { creator: aUser('olga'), creator_type: 'localCookieUser', creator_id: 'olga' }
  await insertReview(server, rowsOf(['jdoe', 'ksmith']), { name: 'Run by Olga', ...own })
  await insertReview(server, rowsOf(['jdoe']), { name: 'Run by somebody else' })
  const { user } = await renderApp('/reviews', { server, as: 'olga', roles: ['operator'] })
  await user.click(await screen.findByRole('button', { name: 'Manage Run by Olga' }))
  const menu = await screen.findByRole('dialog', { name: 'Manage Run by Olga' })
  await within(menu).findByText('2 of 2 rows are not signed off yet.')
  const complete = within(menu).getByRole('button', { name: 'Complete …' })
  expect(complete.getAttribute('aria-disabled')).toBe('true')
  expect(screen.queryByText(/Run by somebody else/)).toBeNull()
})
