import { Button } from './button.tsx'
import { Foreign } from './foreign.tsx'

type Props = { readonly message: string; readonly onRetry: () => void }

/**
 * One line: why a part of a dialog could not be read, with a button that tries again. For a whole screen or list
 * there is `ErrorPanel`.
 */
export function FailureLine({ message, onRetry }: Props) {
  return (
    <p role="alert">
      <Foreign text={message} /> <Button onClick={onRetry}>Try again</Button>
    </p>
  )
}
