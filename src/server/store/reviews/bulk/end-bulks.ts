import { type Kysely, sql } from 'kysely'
import type { Schema } from '../../database/schema.ts'

/**
 * Ends bulk changes that run but whose job is over, because it failed again and again or its maker's access was ended: what is
 * done stays, the rest is not run.
 */
export async function endBulksWithoutJob(db: Kysely<Schema>): Promise<void> {
  await sql`WITH ended AS (UPDATE bulk SET state = CASE job.state WHEN 'CANCELLED' THEN 'CANCELLED' ELSE 'FAILED' END,
      ended_at = job.ended_at
    FROM job WHERE job.id = bulk.job_id AND job.ended_at IS NOT NULL AND bulk.state = 'RUNNING' RETURNING bulk.bulk_id)
    UPDATE bulk_row SET outcome = 'NOT_RUN' FROM ended
    WHERE bulk_row.bulk_id = ended.bulk_id AND left_out IS NULL AND outcome IS NULL`.execute(db)
}
