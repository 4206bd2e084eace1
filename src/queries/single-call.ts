import { useMutation, type UseMutationOptions } from '@tanstack/react-query'
import { useRef } from 'react'

/** For so many milliseconds after an answer the same is not asked for again: that press was meant for the call before. */
const restMs = 500

/** The state of a call that changes something. */
export type SingleCall<Input, Result> = {
  readonly start: (input: Input, also?: { readonly onSuccess: (result: Result) => void }) => void
  readonly isUnderWay: boolean
  readonly error: Error | null
}

/**
 * A call that a double press makes once: `start` does nothing while one is under way, until its `onSuccess` has ended, nor
 * with the same input right after one has succeeded. It runs without a connection too, and fails then.
 */
export function useSingleCall<Input, Result>(
  options: Pick<
    UseMutationOptions<Result, Error, Input>,
    'mutationFn' | 'onMutate' | 'onSuccess' | 'onError'
  >,
): SingleCall<Input, Result> {
  // What is drawn is too late: a second press may come before anything is drawn anew.
  const isUnderWay = useRef(false)
  const last = useRef({ input: '', at: Number.NEGATIVE_INFINITY })
  const { mutate, isPending, error } = useMutation({
    ...options,
    onSettled: (_result, failed, input) => {
      isUnderWay.current = false
      if (!failed) last.current = { input: textOf(input), at: performance.now() }
    },
    networkMode: 'always',
  })
  const start: SingleCall<Input, Result>['start'] = (input, also) => {
    const { input: lastInput, at } = last.current
    if (isUnderWay.current || (performance.now() - at < restMs && textOf(input) === lastInput)) return
    isUnderWay.current = true
    mutate(input, { onSuccess: (result) => also?.onSuccess(result) })
  }
  return { start, isUnderWay: isPending, error }
}

function textOf(input: unknown): string {
  return JSON.stringify(input) ?? ''
}
