import { Link } from 'react-router'
import { useTaskEvents } from '#queries/activity/use-task.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { ErrorPanel } from '#ui/error-panel.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { Tooltips } from '#ui/tooltip.tsx'
import { workflowActionsPath } from '../address.ts'
import { ActionList } from './action-list.tsx'
import { inOrder } from './actions.ts'
import { TaskHead } from './head.tsx'
import { OtherTasks } from './other-tasks.tsx'
import styles from './task.module.css'
import { taskTimes } from './words.ts'

type Props = {
  /** Undefined where the address names none. */
  readonly task: string | undefined
  /** The time zone of times (IANA name). */
  readonly zone: string
}

/** One task: what became of it, each of its actions, and the tasks of the same identity around it. */
export function TaskPage({ task, zone }: Props) {
  return (
    <div className={styles.page}>
      <title>Task · Countersign</title>
      <nav aria-label="Activity">
        <Link to={workflowActionsPath}>Workflow actions</Link>
      </nav>
      {task === undefined ? <NoSuchTask /> : <ReadTask key={task} task={task} zone={zone} />}
      <Tooltips />
    </div>
  )
}

type TaskProps = { readonly task: string; readonly zone: string }

function ReadTask({ task, zone }: TaskProps) {
  const { value, failure, retry } = useTaskEvents(task)
  const mayRead = failure?.status !== 403
  const actions = inOrder(value?.actions ?? [])
  const [first] = actions
  const times = taskTimes(actions)
  return (
    <>
      {failure && (
        <ErrorPanel
          title={
            value
              ? 'This task could not be read again; below is what was read before'
              : mayRead
                ? 'This task could not be read'
                : 'You may not read the activity log'
          }
          message={failure.message}
          advice={failure.resolution || undefined}
          requestId={failure.request_id || undefined}
          onRetry={mayRead ? retry : undefined}
        />
      )}
      {!value && !failure && <Skeleton label="Loading the task" rows={8} />}
      {value && !first && <NoSuchTask />}
      {value && first && (
        <>
          <TaskHead task={task} actions={actions} isCut={value.more} times={times} zone={zone} />
          <ActionList actions={actions} isCut={value.more} zone={zone} began={times.began} />
          <OtherTasks task={task} actions={actions} began={times.began} zone={zone} />
        </>
      )}
    </>
  )
}

function NoSuchTask() {
  return (
    <EmptyState
      title="There is no such task"
      actions={<Link to={workflowActionsPath}>Go to the workflow actions</Link>}
    >
      <p>This server has no action of that task. The address may be cut off or mistyped.</p>
      <p>
        It may also come from another server, or its file was not imported here. Ask whoever sent the link.
      </p>
    </EmptyState>
  )
}
