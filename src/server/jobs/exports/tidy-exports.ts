import type { Store } from '../../store/database/open.ts'
import { expireJobs, jobsInUse } from '../../store/jobs/job-rows.ts'
import type { ExportDir } from './export-dir.ts'

/**
 * Removes files of exports that nobody may fetch any more: those whose job is not there or is over, and parts that are left of
 * a finished one. A job that is not over keeps all of its files, whoever runs it.
 */
export async function tidyExports({ db }: Pick<Store, 'db'>, dir: ExportDir): Promise<void> {
  await expireJobs(db)
  const files = await dir.list()
  const inUse = await jobsInUse(db, [...new Set(files.map(({ id }) => id))])
  for (const { name, id, isPart } of files) {
    const use = inUse.get(id)
    if (use === 'not over' || (use === 'finished' && !isPart)) continue
    await dir.remove(name)
  }
}
