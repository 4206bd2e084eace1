import { type ComponentProps, Fragment } from 'react'
import styles from './foreign.module.css'

type ForeignProps = Omit<ComponentProps<'bdi'>, 'children' | 'className'> & { readonly text: string }

/**
 * A text that somebody else wrote: a name, a note, an id, a message. It is isolated (`<bdi>`), so that right-to-left
 * characters in it turn nothing around it, and is copied as it came. In attributes and titles use `std/isolate.ts`.
 */
export function Foreign({ text, ...rest }: ForeignProps) {
  return (
    <bdi {...rest} className={escaping.test(text) ? styles.apart : undefined}>
      {text}
    </bdi>
  )
}

/** Several `Foreign` texts with commas between. */
export function ForeignList({ texts }: { readonly texts: readonly string[] }) {
  return texts.map((text, place) => (
    // oxlint-disable-next-line react/no-array-index-key -- two people may be called the same
    <Fragment key={place}>
      {place > 0 && ', '}
      <Foreign text={text} />
    </Fragment>
  ))
}

/** Signs that end the isolate which a browser puts around inline text. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const escaping = /[\u001C-\u001E\u0085\u2029\u2066-\u2069]/
