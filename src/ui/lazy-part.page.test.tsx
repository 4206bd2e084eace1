import { screen } from '@testing-library/dom'
import { type ReactNode, startTransition, StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { expect, onTestFinished, test, vi } from 'vitest'
import { lazyModule } from './lazy-module.ts'
import { lazyPart } from './lazy-part.tsx'

/** A part whose code is on its way, a root to draw it in, and how the code arrives. */
function setUp() {
  let arrive: (text: string) => void = () => undefined
  const get = vi.fn(() => new Promise<string>((resolve) => (arrive = resolve)))
  const Part = lazyPart(lazyModule(get, (text) => () => <p>{text}</p>))
  const place = document.createElement('div')
  document.body.replaceChildren(place)
  const root = createRoot(place)
  onTestFinished(() => root.unmount())
  const draw = (content: ReactNode) =>
    root.render(
      <StrictMode>
        <Suspense fallback="On its way">{content}</Suspense>
      </StrictMode>,
    )
  return { Part, get, draw, arrive: (text: string) => arrive(text) }
}

test('T07 a part whose code comes late is drawn then', async () => {
  const { Part, draw, arrive } = setUp()
  draw(<Part />)
  await screen.findByText('On its way')
  arrive('Here')
  expect(await screen.findByText('Here')).toBeTruthy()
})

test('T07 so it is after another screen, and React has nothing to say against it', async () => {
  const { Part, get, draw, arrive } = setUp()
  draw('The screen before')
  await screen.findByText('The screen before')
  // As the router goes to another screen; what React remembers of the first attempt is still there at the second.
  startTransition(() => draw(<Part />))
  await vi.waitFor(() => expect(get).toHaveBeenCalled())
  arrive('Here')
  expect(await screen.findByText('Here')).toBeTruthy()
})
