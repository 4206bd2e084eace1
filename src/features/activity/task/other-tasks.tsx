import { Link } from 'react-router'
import type { ActionEvent } from '#contract/activity/action-event.ts'
import type { OtherTask, TaskPlace } from '#queries/activity/task-neighbours.ts'
import { useTaskNeighbours } from '#queries/activity/use-task.ts'
import { instantText } from '#ui/clock-text.ts'
import { Foreign } from '#ui/foreign.tsx'
import { Hint } from '#ui/hint.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { workflowActionsPath } from '../address.ts'
import { taskPath } from './address.ts'
import styles from './task.module.css'

type Props = {
  readonly task: string
  readonly actions: readonly ActionEvent[]
  readonly began: string | undefined
  readonly zone: string
}

/** The tasks of the same identity before and after one, or why they are not known. */
export function OtherTasks({ task, actions, began, zone }: Props) {
  const identities = new Map(
    actions
      .filter(({ identity_id, identity_name }) => identity_id || identity_name)
      .map(({ identity_id, identity_name }) => [
        identity_id || `name ${identity_name}`,
        { identity_id, identity_name },
      ]),
  )
  const [identity, ...others] = identities.values()
  if (!identity) return null
  const field = identity.identity_id ? 'identity_id' : 'identity_name'
  const search = new URLSearchParams({ [field]: `eq:${identity[field]}` }).toString()
  return (
    <section>
      <h2>Other tasks of this identity</h2>
      {others.length > 0 ? (
        <Hint>The actions of this task name several identities: no order among their tasks.</Hint>
      ) : began === undefined ? (
        <Hint>Unknown order: no start of this task was recorded.</Hint>
      ) : (
        <Around place={{ task, began, ...identity }} zone={zone} />
      )}
      {others.length === 0 && (
        <p>
          <Link to={`${workflowActionsPath}?${search}`}>
            All events {field === 'identity_id' ? 'of this identity' : 'of identities of this name'}
          </Link>
        </p>
      )}
    </section>
  )
}

function Around({ place, zone }: { readonly place: TaskPlace; readonly zone: string }) {
  const { value, failure } = useTaskNeighbours(place)
  if (!value)
    return failure ? (
      <Hint isWrong>
        They could not be read. <Foreign text={failure.message} />
      </Hint>
    ) : (
      <Skeleton label="Loading the tasks before and after" rows={2} />
    )
  const { previous, next, same } = value
  return (
    <>
      <nav aria-label="Tasks of this identity">
        <ul className={styles.actions}>
          {previous && <Neighbour name="Previous task" other={previous} zone={zone} />}
          {same.map((other) => (
            <Neighbour key={other.task} name="Same moment, unknown order" other={other} zone={zone} />
          ))}
          {next && <Neighbour name="Next task" other={next} zone={zone} />}
        </ul>
      </nav>
      <Hint>
        {!previous && !next && same.length === 0 && 'None is known. '}
        By when their first action started; tasks without a start are left out.
        {place.identity_id === '' && ' Found by the name, because this identity has no id.'}
      </Hint>
    </>
  )
}

type NeighbourProps = { readonly name: string; readonly other: OtherTask; readonly zone: string }

function Neighbour({ name, other, zone }: NeighbourProps) {
  return (
    <li>
      <Link to={taskPath(other.task)}>{name}</Link>: <Foreign text={other.workflow_name || other.task} />,{' '}
      <time dateTime={other.began} data-tip={other.began}>
        {instantText(other.began, zone)}
      </time>
    </li>
  )
}
