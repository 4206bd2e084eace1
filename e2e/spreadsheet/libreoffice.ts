import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Cell, readFlatSheet } from './flat-sheet.ts'

/**
 * What LibreOffice is told of a CSV file: comma, double quotes, UTF-8, from the first line, numbers and dates looked for,
 * formulas evaluated (the last), and whether blanks around a cell are taken away.
 */
const csvOptions = (trims: boolean) =>
  `Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,${trims},0,true`

/** Throws, saying how it is installed, where LibreOffice is not. */
export function requireLibreOffice(): void {
  const { error, status } = spawnSync('soffice', ['--version'], { stdio: 'ignore' })
  if (error || status !== 0)
    throw new Error(
      'LibreOffice (soffice) is not installed. Debian: sudo apt-get install --no-install-recommends libreoffice-calc',
    )
}

/** Opens CSV files as LibreOffice does with formulas evaluated; returns the cells of each, line by line. */
export function openAsCsv(files: readonly string[], dir: string, trims: boolean): readonly Cell[][][] {
  return open(files, join(dir, `csv-${trims}`), [`--infilter=${csvOptions(trims)}`])
}

/** Opens workbooks; returns the cells of each one's sheet, line by line. */
export function openAsXlsx(files: readonly string[], dir: string): readonly Cell[][][] {
  return open(files, join(dir, 'xlsx'), [])
}

function open(files: readonly string[], dir: string, options: readonly string[]): readonly Cell[][][] {
  mkdirSync(dir)
  // A profile of its own, so that nobody's settings or open windows have a part in it.
  const profile = `-env:UserInstallation=${pathToFileURL(join(dir, 'profile')).href}`
  const args = [profile, '--headless', ...options, '--convert-to', 'fods', '--outdir', dir, ...files]
  const { status, stderr } = spawnSync('soffice', args, { encoding: 'utf8', timeout: 120_000 })
  if (status !== 0) throw new Error(`soffice ended with ${String(status)}: ${stderr}`)
  return files.map((file) =>
    readFlatSheet(readFileSync(join(dir, `${basename(file, extname(file))}.fods`), 'utf8')),
  )
}
