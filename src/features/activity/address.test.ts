import fc from 'fast-check'
import { createMemoryRouter } from 'react-router'
import { describe, expect, test } from 'vitest'
import { eventPath, eventPattern, readEventPath, workflowActionsPath } from './address.ts'

const awkward = [
  'a/b',
  '100%',
  '%2F',
  '%252F',
  '?#',
  'a?b=c&d#e',
  '\u{1F469}\u200D\u{1F4BB} joins',
  '...',
  '. .',
  ' ',
  '+',
  'İ Σ ß K',
  '\\',
  ';=',
  '//',
]

/** The raw path as the browser's address bar holds it. */
const rawPath = (path: string) => new URL(path, 'http://localhost').pathname

describe('the address of an event', () => {
  test.each(awkward)('goes there and back: %s', (name) => {
    for (const ref of [
      { workflow_task: name, action_name: 'Sync' },
      { workflow_task: 'task', action_name: name },
    ]) {
      expect(readEventPath(rawPath(eventPath(ref)))).toEqual(ref)
    }
  })

  test('goes there and back for any text but . and ..', () => {
    const text = fc
      .string({ unit: 'binary', minLength: 1 })
      .filter((name) => name.isWellFormed() && !/^\.{1,2}$/.test(name))
    fc.assert(
      fc.property(text, text, (workflow_task, action_name) => {
        const ref = { workflow_task, action_name }
        expect(readEventPath(rawPath(eventPath(ref)))).toEqual(ref)
      }),
    )
  })

  test.each(awkward)('survives the router, whose own parameters would not: %s', async (name) => {
    const ref = { workflow_task: name, action_name: name }
    const router = createMemoryRouter([{ path: workflowActionsPath, children: [{ path: eventPattern }] }])
    await router.navigate(eventPath(ref))
    expect(router.state.matches).toHaveLength(2)
    expect(readEventPath(router.state.location.pathname)).toEqual(ref)
  })

  test.each([
    workflowActionsPath,
    `${workflowActionsPath}/`,
    `${workflowActionsPath}/task`,
    `${workflowActionsPath}/task/a/b`,
    `${workflowActionsPath}/100%/a`,
    `${workflowActionsPath}//a`,
    '/elsewhere/task/a',
  ])('is not read out of %s', (path) => {
    expect(readEventPath(path)).toBeUndefined()
  })
})
