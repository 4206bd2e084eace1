import changeBulkRows from './change_bulk_rows.sql?raw'
import changeResult from './change_result.sql?raw'
import changeResults from './change_results.sql?raw'
import changeRows from './change_rows.sql?raw'

/**
 * The SQL functions that stand in files of their own, by name: a file says what its function is now, and is edited. Their
 * parameters and what they return stay: with others it is another function, under a new name, and the old one stays for a
 * release, for servers that still call it.
 */
export const functions: Readonly<Record<string, string>> = {
  change_bulk_rows: changeBulkRows,
  change_result: changeResult,
  change_results: changeResults,
  change_rows: changeRows,
}
