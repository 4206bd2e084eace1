import { createHash } from 'node:crypto'
import type { Store } from '../../store/database/open.ts'
import { secretFor } from '../../store/database/secrets.ts'
import { type ExportDir, openExportDir } from './export-dir.ts'

/** Opens EXPORT_DIR for the exports of a database. Throws StartError for a directory that is not for these. */
export async function exportDirOf({ db }: Pick<Store, 'db'>, path: string): Promise<ExportDir> {
  const secret = await secretFor(db, 'export-dir')
  return await openExportDir(path, createHash('sha256').update(secret).digest('hex'))
}
