import type { Link } from '#queries/directory/change-people.ts'
import { Foreign } from '#ui/foreign.tsx'
import { ShownOnce } from '../parts/shown-once.tsx'

/** The link by which somebody sets their password, to be handed over by who made it. */
export function HandOver({ link, name }: { readonly link: Link; readonly name: string }) {
  return (
    <ShownOnce name="the link" text={new URL(link.url, location.origin).href}>
      Hand this link over to <Foreign text={name} />: with it they set their password.{' '}
      <strong>It is shown only now</strong>, works once, and for a day. Whoever has it becomes them, so give
      it to nobody else.
    </ShownOnce>
  )
}
