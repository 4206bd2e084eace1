import { QueryObserver } from '@tanstack/react-query'
import { expect, test, vi } from 'vitest'
import { ApiError } from '#client/api-error.ts'
import { createConnection } from '#client/connection.ts'
import { createQueryClient } from '#queries/query-client.ts'
import { comeBack } from './come-back.ts'

const gone = {
  status: 503,
  code: 'Unavailable',
  message: 'The database is not there right now.',
  resolution: '',
  violations: [],
  span: undefined,
  request_id: '',
}
const router = { state: { errors: null }, revalidate: async () => undefined }

test('a read whose last try fails just as the server comes back is made once more', async () => {
  const cache = createQueryClient()
  const connection = createConnection(async () => 200)
  comeBack({ connection, cache, router: router as unknown as Parameters<typeof comeBack>[0]['router'] })
  let tries = 0
  let failLastTry: () => void = () => undefined
  const read = new QueryObserver(cache, {
    queryKey: ['rows'],
    queryFn: async () => {
      tries += 1
      if (tries > 4) return 'rows'
      if (tries === 4) await new Promise<void>((resolve) => (failLastTry = resolve))
      throw new ApiError(gone, 1)
    },
  })
  const stop = read.subscribe(() => undefined)
  await vi.waitUntil(() => tries === 4)
  await connection
    .wrapFetch(async () => Promise.reject(new TypeError('Failed to fetch')))('/rows')
    .catch(() => undefined)
  await connection.wrapFetch(async () => new Response())('/rows')
  failLastTry()
  await vi.waitFor(() => expect(read.getCurrentResult().data).toBe('rows'))
  stop()
  cache.clear()
})
