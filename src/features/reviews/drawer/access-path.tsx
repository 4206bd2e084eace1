import type { ResultNode } from '#contract/reviews/result.ts'
import type { NodeName } from '#contract/reviews/result-fields.ts'
import { Icon } from '#ui/icon.tsx'
import { Marked } from '#ui/marked.tsx'
import { Muted } from '#ui/muted.tsx'
import { Link } from 'react-router'
import { entityPath } from '../parts/entities/entity-path.ts'
import { useReview } from '../state/review-provider.ts'
import styles from './access-path.module.css'
import { nodeLabels } from '../parts/labels.ts'

type Props = {
  readonly source: ResultNode
  readonly waypoint: ResultNode | null
  readonly destination: ResultNode
}

/** The way of the access: who, perhaps through what, to what. */
export function AccessPath({ source, waypoint, destination }: Props) {
  const nodes: readonly (readonly [NodeName, ResultNode | null])[] = [
    ['source', source],
    ['waypoint', waypoint],
    ['destination', destination],
  ]
  return (
    <section>
      <h3>Access</h3>
      <ol className={styles.path}>
        {nodes.map(([name, node]) => node && <Node key={name} name={name} node={node} />)}
      </ol>
    </section>
  )
}

const tips = {
  source: 'All that they hold, of the rows that you may see',
  destination: 'All who hold it, of the rows that you may see',
  waypoint: undefined,
}

function Node({ name, node }: { readonly name: NodeName; readonly node: ResultNode }) {
  const { certification_id } = useReview()
  const { type, id } = node
  const path = name === 'waypoint' ? undefined : entityPath(certification_id, { node: name, type, id })
  return (
    <li>
      {name !== 'source' && (
        <span className={styles.arrow}>
          <Icon name="sort-down" />
        </span>
      )}
      <div className={styles.node}>
        <span className={styles.role}>{nodeLabels[name]}</span>
        <strong>
          {path === undefined ? (
            <Marked text={node.name || node.id} />
          ) : (
            <Link to={path} data-tip={tips[name]}>
              <Marked text={node.name || node.id} />
            </Link>
          )}
        </strong>
        <Muted isSmall>
          <Marked text={node.type} />{' '}
          <code>
            <Marked text={node.id} />
          </code>
        </Muted>
      </div>
    </li>
  )
}
