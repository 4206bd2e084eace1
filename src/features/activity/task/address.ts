import { tasksPath } from '../address.ts'

/** The address of one task, by its id, which is any text; only `.` and `..` have none, as with events. */
export function taskPath(task: string): string {
  return `${tasksPath}/${encodeURIComponent(task)}`
}

/**
 * The task that an address names, undefined when it names none or cannot be decoded. Takes the raw path as in
 * `location.pathname`: the router decodes it twice over.
 */
export function readTaskPath(pathname: string): string | undefined {
  if (!pathname.startsWith(`${tasksPath}/`)) return undefined
  const [task, ...more] = pathname
    .slice(tasksPath.length + 1)
    .replace(/\/$/, '')
    .split('/')
  if (!task || more.length > 0) return undefined
  try {
    return decodeURIComponent(task)
  } catch {
    return undefined
  }
}
