import { useEffect, useState } from 'react'
import { type Choice, droppedFile } from './choose-file.ts'

/**
 * Takes what is dropped anywhere on the page, which a browser would otherwise open in its place. Gives whether something is
 * held over the page.
 */
export function usePageDrop(take: (choice: Choice) => void): boolean {
  const [isOver, setOver] = useState(false)
  useEffect(() => {
    const left = new AbortController()
    const { signal } = left
    const over = (event: DragEvent) => {
      event.preventDefault()
      setOver(true)
    }
    const leave = ({ relatedTarget }: DragEvent) => {
      // From one part of the page to the next is not away from it.
      if (relatedTarget === null) setOver(false)
    }
    const drop = (event: DragEvent) => {
      event.preventDefault()
      setOver(false)
      if (event.dataTransfer) take(droppedFile(event.dataTransfer))
    }
    addEventListener('dragover', over, { signal })
    addEventListener('dragleave', leave, { signal })
    addEventListener('drop', drop, { signal })
    return () => left.abort()
  }, [take])
  return isOver
}
