import { readdir, readFile, writeFile } from 'node:fs/promises'

/** The process that another has started. Throws while there is none. */
export async function childOf(parent: number): Promise<number> {
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')
    // The name of the program, in parentheses, may hold anything; what follows it is the state and the parent.
    const [state, of] = stat.split(') ').at(-1)?.split(' ') ?? []
    if (Number(of) === parent && state !== 'Z') return Number(name)
  }
  throw new Error(`process ${parent} has no other`)
}

/** How much memory a process has now, and the most that it has had since `forgetMost`, in MiB. */
export async function memoryOf(pid: number): Promise<{ readonly now: number; readonly most: number }> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  const mib = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024
  return { now: mib('VmRSS'), most: mib('VmHWM') }
}

/** Lets the most that a process has had begin anew. */
export async function forgetMost(pid: number): Promise<void> {
  await writeFile(`/proc/${pid}/clear_refs`, '5')
}
