import type { PackReport } from './faults.ts'

/** Why a pack is not known to be complete, in sentences; none where it is. */
export function incompleteBecause({
  problem,
  manifest,
  fileFaults,
  zipFaults,
}: PackReport): readonly string[] {
  if (problem || !manifest) return ['What it should hold cannot be read.']
  const { complete, rows, files } = manifest
  const reasons: string[] = []
  if (!complete) reasons.push('The manifest says that the export was not completed.')
  if (rows.written !== rows.counted)
    reasons.push(`${rows.written} rows were written, and the server counted ${rows.counted}.`)
  const { reconciled_with: other } = rows
  if (other && other.count !== rows.counted)
    reasons.push(`The server counted ${rows.counted} rows, and ${other.count} are the ${other.what}.`)
  if (files.length === 0) reasons.push('The manifest names no file.')
  for (const { name, holds, rows: inFile } of files)
    if (holds.startsWith('rows') && inFile !== rows.written)
      reasons.push(`${name} has ${inFile} rows, and ${rows.written} were written.`)
  if (fileFaults.some(({ kind }) => kind !== 'extra'))
    reasons.push('Not every file of the manifest is there whole.')
  return [...reasons, ...zipFaults.map((fault) => `The zip is not whole. ${fault}`)]
}
