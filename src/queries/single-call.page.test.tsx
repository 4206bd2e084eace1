import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { screen, waitFor } from '@testing-library/dom'
import { useState } from 'react'
import { createRoot } from 'react-dom/client'
import { expect, test, vi } from 'vitest'
import { useSingleCall } from './single-call.ts'

/** What was asked for, and how each of it is answered. */
type Asked = { readonly input: string; readonly answer: (result: string) => void; readonly fail: () => void }

function CallButtons({ asked }: { readonly asked: Asked[] }) {
  const [result, setResult] = useState('')
  const { start, error } = useSingleCall<string, string>({
    mutationFn: (input) =>
      new Promise((answer, refuse) =>
        asked.push({ input, answer, fail: () => refuse(new Error('refused')) }),
      ),
  })
  return (
    <>
      <button onClick={() => start('one', { onSuccess: setResult })}>One</button>
      <button onClick={() => start('other', { onSuccess: setResult })}>Other</button>
      <output>{error ? error.message : result}</output>
    </>
  )
}

test('T02 a double press asks once, before and right after the answer; anything else, and half a second later, asks again', async () => {
  let now = 1000
  vi.spyOn(performance, 'now').mockImplementation(() => now)
  const asked: Asked[] = []
  const root = createRoot(document.body.appendChild(document.createElement('div')))
  root.render(
    <QueryClientProvider client={new QueryClient()}>
      <CallButtons asked={asked} />
    </QueryClientProvider>,
  )
  const one = await screen.findByRole('button', { name: 'One' })
  const other = screen.getByRole('button', { name: 'Other' })
  const answered = async (words: string) =>
    await waitFor(() => expect(screen.getByRole('status').textContent).toBe(words))
  const times = async (count: number) => await waitFor(() => expect(asked).toHaveLength(count))

  // All in one task: nothing is drawn between them.
  for (const button of [one, one, other]) button.click()
  await times(1)
  asked[0]?.answer('first')
  await answered('first')
  now += 499
  one.click()
  other.click()
  await times(2)
  expect(asked[1]?.input).toBe('other')
  asked[1]?.fail()
  await answered('refused')
  // What has failed may be tried again at once.
  other.click()
  await times(3)
  asked[2]?.answer('third')
  await answered('third')
  now += 500
  other.click()
  await times(4)
  asked[3]?.answer('fourth')
  await answered('fourth')
  root.unmount()
})
