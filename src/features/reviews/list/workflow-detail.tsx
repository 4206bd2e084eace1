import type { ReactNode } from 'react'
import type { Workflow } from '#contract/reviews/workflow.ts'
import { CopyButton } from '#ui/copy-button.tsx'
import { minuteText } from '#ui/clock-text.ts'
import { Foreign } from '#ui/foreign.tsx'
import { personText } from '../parts/person-text.ts'
import { QueryTree } from '../parts/query-tree.tsx'
import styles from '../reviews.module.css'

type Props = { readonly workflow: Workflow; readonly zone: string }

/** Everything that a workflow says of itself; its query as a tree and as the JSON that it is. */
export function WorkflowDetail({ workflow, zone }: Props) {
  const { workflow_id, description, owner, creator, created_at, notes, query } = workflow
  const json = JSON.stringify(query, undefined, 2)
  return (
    <div className={styles.detail}>
      <dl className={styles.facts}>
        <Fact name="Description">{description && <Foreign text={description} />}</Fact>
        <Fact name="Owner">{owner && personText(owner)}</Fact>
        <Fact name="Creator">{creator && personText(creator)}</Fact>
        <Fact name="Created">{created_at && `${minuteText(created_at, zone)} (${zone})`}</Fact>
        <Fact name="Notes">{notes && <Foreign text={notes} />}</Fact>
        <Fact name="Id">
          <code>
            <Foreign text={workflow_id} />
          </code>
        </Fact>
      </dl>
      <h3>Query</h3>
      <QueryTree query={query} />
      <details>
        <summary>Raw JSON</summary>
        <CopyButton label="Copy the JSON" text={() => json} />
        <pre className={styles.json}>
          <Foreign text={json} />
        </pre>
      </details>
    </div>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children || <span className={styles.muted}>none</span>}</dd>
    </div>
  )
}
