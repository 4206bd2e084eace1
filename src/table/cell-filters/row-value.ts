/** A value of a row that the list can be filtered by. */
export type RowValue = {
  /** Its field in the API, which has the operator `eq`. */
  readonly field: string
  readonly value: string | number | boolean
  /** The words for the field and for the value on the screen. */
  readonly label: string
  readonly text: string
}
