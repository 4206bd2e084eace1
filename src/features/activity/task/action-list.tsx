import { Fragment } from 'react'
import type { ActionEvent } from '#contract/activity/action-event.ts'
import { Hint } from '#ui/hint.tsx'
import { Muted } from '#ui/muted.tsx'
import { counted } from '#std/counted.ts'
import { momentsOf } from './actions.ts'
import { ActionItem } from './action-item.tsx'
import styles from './task.module.css'
import { type Stretch, type Timeline, timelineOf } from './timeline.ts'
import { longTimeText } from './words.ts'

type Props = {
  /** In their order. */
  readonly actions: readonly ActionEvent[]
  /** Whether the task has more than these. */
  readonly isCut: boolean
  readonly zone: string
  readonly began: string | undefined
}

/** The actions of a task one below the other, each with its place on the line of time. */
export function ActionList({ actions, isCut, zone, began }: Props) {
  const timeline = timelineOf(actions)
  const pauses = pausesBefore(actions, timeline)
  const isFolded = timeline.stretches.some((stretch) => stretch.isFolded)
  return (
    <section>
      <h2>
        {isCut && 'At least '}
        {counted(actions.length, 'action')}
      </h2>
      {isCut && (
        <Hint>
          The task has more; these are the first {actions.length.toLocaleString('en')} by their start. The
          list has all of them.
        </Hint>
      )}
      {isFolded && <Hint>Long pauses are drawn short, as dots.</Hint>}
      <ol className={styles.actions}>
        {actions.map((action) => {
          const pause = pauses.get(action)
          return (
            <Fragment key={action.action_name}>
              {pause && (
                <li className={styles.action}>
                  <Muted>{longTimeText(pause.to - pause.from)} of waiting</Muted>
                </li>
              )}
              <ActionItem {...{ action, actions, timeline, zone, began, isCut }} />
            </Fragment>
          )
        })}
      </ol>
    </section>
  )
}

/** The long pause in which nothing was under way that each action ended. */
function pausesBefore(
  actions: readonly ActionEvent[],
  { stretches }: Timeline,
): ReadonlyMap<ActionEvent, Stretch> {
  const pauses = new Map<ActionEvent, Stretch>()
  for (const stretch of stretches.filter(({ isFolded, isIdle }) => isFolded && isIdle)) {
    const next = actions.find((action) => momentsOf(action).start === stretch.to)
    if (next) pauses.set(next, stretch)
  }
  return pauses
}
