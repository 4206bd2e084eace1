import { type Ref, useState } from 'react'
import { PasswordField } from './password-field.tsx'

/** A new password, typed twice, and what is wrong with it as far as the page can tell. */
export type NewPassword = {
  readonly first: string
  readonly second: string
  readonly setFirst: (text: string) => void
  readonly setSecond: (text: string) => void
  /** Why it cannot be sent; undefined where it can. The server has the last word. */
  readonly problem: string | undefined
}

const minLength = 12

/** The state of the two fields. */
export function useNewPassword(): NewPassword {
  const [first, setFirst] = useState('')
  const [second, setSecond] = useState('')
  const problem =
    [...first].length < minLength
      ? `The password needs at least ${minLength} characters.`
      : first === second
        ? undefined
        : 'The two passwords are not the same.'
  return { first, second, setFirst, setSecond, problem }
}

type Props = {
  readonly password: NewPassword
  /** What the server says against it. */
  readonly error: string | undefined
  readonly firstRef?: Ref<HTMLInputElement> | undefined
}

/** The two fields for a new password. */
export function NewPasswordFields({ password, error, firstRef }: Props) {
  return (
    <>
      <PasswordField
        label="New password"
        kind="new-password"
        hint="At least 12 characters of any kind. A few words that do not belong together are good; a password manager makes better ones."
        error={error === undefined ? undefined : `This password ${error}.`}
        value={password.first}
        onChange={password.setFirst}
        inputRef={firstRef}
      />
      <PasswordField
        label="The same once more"
        kind="new-password"
        value={password.second}
        onChange={password.setSecond}
      />
    </>
  )
}
