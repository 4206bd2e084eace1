import { useId, useState } from 'react'
import type { ResultNode } from '#contract/reviews/result.ts'
import type { NodeName } from '#contract/reviews/result-fields.ts'
import { Fact, Facts } from '#ui/facts.tsx'
import { Hint } from '#ui/hint.tsx'
import { Marked } from '#ui/marked.tsx'
import { Muted } from '#ui/muted.tsx'
import styles from './node-properties.module.css'
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
          <label htmlFor={`${id}-text`}>Find a property</label>
          <input
            id={`${id}-text`}
            type="search"
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
          <Hint as="output">
            {shown.length} of {all.length} properties
          </Hint>
        </div>
      )}
      <Facts>
        {shown.map(([key, value]) => (
          <Fact
            key={key}
            name={
              <code>
                <Marked text={key} />
              </code>
            }
          >
            {value ? <Marked text={value} /> : <Muted>empty</Muted>}
          </Fact>
        ))}
      </Facts>
    </section>
  )
}
