import { expect, test } from 'vitest'
import { readTaskPath, taskPath } from './address.ts'

test.each(['task-1', 'a/b', '100%', '%2F', '%252F', '?#', '🦄', ' spaced  out ', `"it's" \\ 'so'`, 'Ж:山~'])(
  'the task %s comes back from its address',
  (task) => {
    const path = taskPath(task)
    expect(new URL(path, 'https://host').pathname).toBe(path)
    expect(readTaskPath(path)).toBe(task)
    expect(readTaskPath(`${path}/`)).toBe(task)
  },
)

test.each([
  '/activity/tasks',
  '/activity/tasks/',
  '/activity/tasks/a/b',
  '/activity/tasks/%E0%A4%A',
  '/other/a',
])('%s names no task', (path) => {
  expect(readTaskPath(path)).toBeUndefined()
})
