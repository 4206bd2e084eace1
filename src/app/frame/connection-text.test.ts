import { expect, test } from 'vitest'
import { connectionText } from './connection-text.ts'

test('T10 the header says that the server is away, and what is safe only where something is', () => {
  expect(connectionText('connected', 3)).toBeUndefined()
  expect(connectionText('not connected', 0)).toBe('Not connected.')
  expect(connectionText('not connected', 1)).toBe('Not connected. 1 change is safe on this device.')
  expect(connectionText('not connected', 3)).toBe('Not connected. 3 changes are safe on this device.')
  expect(connectionText('server busy', 1200)).toBe(
    'The server is busy or restarting. 1,200 changes are safe on this device.',
  )
})
