import { Button } from '#ui/button.tsx'
import { mayChangeRows } from './kit.ts'

type Props = {
  readonly reader: Parameters<typeof mayChangeRows>[0]
  readonly onPress: () => void
}

/** Begins the sign-off of everything decided; not there for whoever changes nothing. */
export function SignOffButton({ reader, onPress }: Props) {
  return mayChangeRows(reader) && <Button onClick={onPress}>Sign off …</Button>
}
