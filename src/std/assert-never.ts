/** Ends a switch over a closed set: a missing case is a compile error, and an unforeseen value at run time throws. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected ${typeof value} in a closed set`)
}
