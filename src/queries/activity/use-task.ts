import { useClient } from '../provider.tsx'
import { type Reading, useReading } from '../reading.ts'
import { useOnConnectionBack } from '../use-connection.ts'
import { type TaskEvents, taskEventsQuery } from './task-events.ts'
import { type TaskNeighbours, taskNeighboursQuery, type TaskPlace } from './task-neighbours.ts'

/** The actions of a task, polled while any of them can change, and read again when the server is back. */
export function useTaskEvents(task: string): Reading<TaskEvents> {
  const reading = useReading(taskEventsQuery(useClient(), task))
  useOnConnectionBack(() => {
    if (reading.failure) reading.retry()
  })
  return reading
}

/** The tasks of the same identity before and after one. */
export function useTaskNeighbours(place: TaskPlace): Reading<TaskNeighbours> {
  return useReading(taskNeighboursQuery(useClient(), place))
}
