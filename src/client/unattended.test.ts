import { expect, test } from 'vitest'
import { sayUnattended } from './unattended.ts'

test('what a page asks while nobody has touched it for a minute says so', async () => {
  const said: (string | null)[] = []
  const place = new EventTarget()
  let now = 1000
  const fetch = sayUnattended(
    (_, init) => {
      const headers = new Headers(init?.headers)
      said.push(headers.get('X-Unattended'))
      expect(headers.get('Accept')).toBe('application/json')
      return Promise.resolve(new Response())
    },
    place,
    () => now,
  )
  const ask = () => fetch('/app/v1/session', { headers: { Accept: 'application/json' } })
  await ask()
  now += 60_000
  await ask()
  place.dispatchEvent(new Event('keydown'))
  await ask()
  now += 59_999
  await ask()
  now += 1
  await ask()
  expect(said).toEqual([null, '1', null, null, '1'])
})
