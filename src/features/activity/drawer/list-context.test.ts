import { expect, test } from 'vitest'
import type { ActionEvent } from '#contract/activity/action-event.ts'
import { ActionEvent as Event } from '#contract/activity/action-event.ts'
import type { ListContext } from './list-context.ts'
import { neighboursOf } from './list-context.ts'

const rows = ['a', 'b', 'c'].map((action_name) =>
  Event.parse({ policy_task: 't', action_name, action_type: 'PAUSE', state: 'RUNNING' }),
)

function around() {
  const done: string[] = []
  const list: ListContext = {
    rows,
    open: (event: ActionEvent) => done.push(event.action_name),
    loadMore: () => done.push('more'),
    close: () => undefined,
    showTask: () => undefined,
    filterBy: () => undefined,
  }
  return { list, done }
}
const at = (action_name: string) => ({ workflow_task: 't', action_name })

test('an event has its own row, the one above and the one below', () => {
  const { list, done } = around()
  const { loaded, previous, next } = neighboursOf(at('b'), list)
  previous?.()
  expect([loaded, done]).toEqual([rows[1], ['a']])
  next?.()
  expect(done).toEqual(['a', 'more', 'c'])
})

test('nothing is above the first row or below the last one', () => {
  const { list } = around()
  expect(neighboursOf(at('a'), list).previous).toBeUndefined()
  expect(neighboursOf(at('c'), list).next).toBeUndefined()
})

test('an event that is not among the rows has no neighbours', () => {
  const { list } = around()
  expect(neighboursOf(at('x'), list)).toEqual({ loaded: undefined, previous: undefined, next: undefined })
})
