import { Button } from './button.tsx'
import { Foreign } from './foreign.tsx'

type Props = { readonly message: string; readonly onRetry: () => void }

/** Why a part of a window could not be read, and the button that tries again; for the whole of it there is `ErrorPanel`. */
export function FailureLine({ message, onRetry }: Props) {
  return (
    <p role="alert">
      <Foreign text={message} /> <Button onClick={onRetry}>Try again</Button>
    </p>
  )
}
