import type { Workflow } from '#contract/reviews/workflow.ts'
import { minuteText } from '#ui/clock-text.ts'
import { Fact, Facts } from '#ui/facts.tsx'
import { Foreign } from '#ui/foreign.tsx'
import { Muted } from '#ui/muted.tsx'
import { personText } from '../parts/people/person-text.ts'
import { Query } from '../parts/query.tsx'
import styles from './workflow-detail.module.css'

type Props = { readonly workflow: Workflow; readonly zone: string }

/** Everything that a workflow says of itself; its query as a tree and as the JSON that it is. */
export function WorkflowDetail({ workflow, zone }: Props) {
  const { workflow_id, description, owner, creator, created_at, notes, query } = workflow
  return (
    <div className={styles.detail}>
      <Facts look="columns">
        <Fact name="Description">{description ? <Foreign text={description} /> : none}</Fact>
        <Fact name="Owner">{owner ? personText(owner) : none}</Fact>
        <Fact name="Creator">{creator ? personText(creator) : none}</Fact>
        <Fact name="Created">{created_at ? `${minuteText(created_at, zone)} (${zone})` : none}</Fact>
        <Fact name="Notes">{notes ? <Foreign text={notes} /> : none}</Fact>
        <Fact name="Id">
          <code>
            <Foreign text={workflow_id} />
          </code>
        </Fact>
      </Facts>
      <h3>Query</h3>
      <Query query={query} />
    </div>
  )
}

const none = <Muted>none</Muted>
