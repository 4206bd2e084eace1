import { CopyButton } from '#ui/copy-button.tsx'
import { Foreign } from '#ui/foreign.tsx'
import styles from './query.module.css'
import { QueryTree } from './query-tree.tsx'

/** The query of a workflow, as a tree and behind a press as the JSON that it is. */
export function Query({ query }: { readonly query: Readonly<Record<string, unknown>> }) {
  const json = JSON.stringify(query, undefined, 2)
  return (
    <>
      <QueryTree query={query} />
      <details>
        <summary>As JSON</summary>
        <CopyButton label="Copy JSON" text={() => json} />
        <pre className={styles.json}>
          <Foreign text={json} />
        </pre>
      </details>
    </>
  )
}
