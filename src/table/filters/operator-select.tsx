import type { CompareOp } from '#scim/ast.ts'
import { opWords } from '../clauses/clause-words.ts'
import styles from './filter-controls.module.css'

type OperatorSelectProps<O extends CompareOp> = {
  readonly label: string
  readonly ops: readonly O[]
  readonly op: O
  readonly onOp: (op: O) => void
}

/** Chooses an operator of a field; plain text where there is only one. */
export function OperatorSelect<O extends CompareOp>({ label, ops, op, onOp }: OperatorSelectProps<O>) {
  if (ops.length < 2) return <span className={styles.operator}>{opWords[op]}</span>
  return (
    <select
      aria-label={label}
      value={op}
      onChange={(event) => onOp(ops.find((choice) => choice === event.target.value) ?? op)}
    >
      {ops.map((choice) => (
        <option key={choice} value={choice}>
          {opWords[choice]}
        </option>
      ))}
    </select>
  )
}
