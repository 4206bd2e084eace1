import { useId } from 'react'
import type { Result } from '#contract/reviews/result.ts'
import { Marked } from '#ui/marked.tsx'
import { Muted } from '#ui/muted.tsx'
import styles from './row-permissions.module.css'

type Props = {
  readonly row: Pick<Result, 'accumulated_effective_permissions' | 'accumulated_raw_permissions'>
}

/** What the access allows: in general terms, and as the system itself calls it. */
export function Permissions({ row }: Props) {
  return (
    <>
      <List title="Effective permissions" names={row.accumulated_effective_permissions} />
      <List title="Raw permissions" names={row.accumulated_raw_permissions} />
    </>
  )
}

function List({ title, names }: { readonly title: string; readonly names: readonly string[] }) {
  const id = useId()
  const distinct = [...new Set(names)]
  return (
    <section>
      <h3 id={id}>
        {title}
        {distinct.length > 1 && ` (${distinct.length})`}
      </h3>
      {distinct.length === 0 ? (
        <p>
          <Muted>None.</Muted>
        </p>
      ) : (
        <ul className={styles.permissions} aria-labelledby={id}>
          {distinct.map((name) => (
            <li key={name}>
              <Marked text={name} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
