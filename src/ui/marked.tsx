import { Foreign } from './foreign.tsx'
import styles from './marked.module.css'
import { directionNames, splitAtMarks } from './marks.ts'

/**
 * A `Foreign` text for close reading: invisible and direction characters stand as visible marks, `⟨U+202E⟩`, and have
 * no effect on the text itself. Copying gives the text as it came.
 */
export function Marked({ text }: { readonly text: string }) {
  const parts = splitAtMarks(text)
  if (parts.length === 1 && parts[0]?.code === undefined) return <Foreign text={text} />
  return (
    <bdi>
      {parts.map(({ text: part, code }, place) =>
        code === undefined ? (
          part
        ) : (
          // oxlint-disable-next-line react/no-array-index-key -- the parts of a text have no other name
          <span key={place} className={styles.mark} data-code={code} title={`${code}, ${nameOf(part)}`}>
            {part}
          </span>
        ),
      )}
    </bdi>
  )
}

function nameOf(character: string): string {
  return directionNames[character] ?? 'a character that cannot be seen'
}
