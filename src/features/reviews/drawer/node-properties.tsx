import { useId, useState } from 'react'
import type { ResultNode } from '#contract/reviews/result.ts'
import type { NodeName } from '#contract/reviews/result-fields.ts'
import { Marked } from '#ui/marked.tsx'
import styles from './drawer.module.css'
import { nodeLabels } from '../parts/labels.ts'
import { propertiesOf, withText } from './property-list.ts'

/** So many properties are looked through without help. */
const maxWithoutSearch = 12

type Props = { readonly node: ResultNode; readonly name: NodeName }

/** Every property of an entity by its name in the API; a long list can be narrowed by a word. */
export function NodeProperties({ node, name }: Props) {
  const id = useId()
  const [text, setText] = useState('')
  const all = propertiesOf(node)
  const shown = withText(all, text)
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>
        {nodeLabels[name]}: <Marked text={node.name || node.id} />
      </h3>
      {all.length > maxWithoutSearch && (
        <div className={styles.find}>
          <label htmlFor={`${id}-text`} className={styles.small}>
            Find a property
          </label>
          <input
            id={`${id}-text`}
            type="search"
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
          <output className={styles.small}>
            {shown.length} of {all.length} properties
          </output>
        </div>
      )}
      <dl className={styles.list}>
        {shown.map(([key, value]) => (
          <div key={key} className={styles.entry}>
            <dt>
              <code>
                <Marked text={key} />
              </code>
            </dt>
            <dd>{value ? <Marked text={value} /> : <span className={styles.muted}>empty</span>}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
