/** The ids of runs: a first id, and how many consecutive ones follow from it. */
export function idsIn(runs: readonly number[] = []): readonly number[] {
  return runs.flatMap((first, at) =>
    at % 2 === 0 ? Array.from({ length: runs[at + 1] ?? 0 }, (_, into) => first + into) : [],
  )
}

/** Whether an id is in runs. */
export function isInRuns(runs: readonly number[], id: number): boolean {
  return runs.some((first, at) => at % 2 === 0 && id >= first && id < first + (runs[at + 1] ?? 0))
}
