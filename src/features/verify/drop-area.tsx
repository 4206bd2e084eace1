import { type RefObject, useRef } from 'react'
import { Button } from '#ui/button.tsx'
import { Muted } from '#ui/muted.tsx'
import { Problem } from '#ui/hint.tsx'
import { type Choice, onlyFile } from './choose-file.ts'
import { usePageDrop } from './use-page-drop.ts'
import styles from './verify.module.css'

type Props = {
  readonly buttonRef: RefObject<HTMLButtonElement | null>
  /** Why the last choice was none. */
  readonly refusal: string | undefined
  readonly onChoose: (choice: Choice) => void
}

/** Where a pack is dropped or chosen; the whole page takes one. */
export function DropArea({ buttonRef, refusal, onChoose }: Props) {
  const input = useRef<HTMLInputElement>(null)
  const isOver = usePageDrop(onChoose)
  return (
    <section aria-label="Pack" className={isOver ? styles.dropOver : styles.drop}>
      <Button ref={buttonRef} look="primary" onClick={() => input.current?.click()}>
        Choose a pack
      </Button>
      <p>
        or drop it anywhere on this page. <Muted>It stays on this computer: nothing of it is sent.</Muted>
      </p>
      <input
        ref={input}
        type="file"
        accept=".zip,application/zip"
        aria-label="Pack"
        hidden
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])]
          // So that the same file can be chosen once more.
          currentTarget.value = ''
          if (files.length > 0) onChoose(onlyFile(files))
        }}
      />
      <Problem text={refusal} />
    </section>
  )
}
