import { renderToStaticMarkup } from 'react-dom/server'
import { afterEach, expect, test } from 'vitest'
import { PartFailure } from './part-failure.tsx'
import { ReloadButton } from './reload-button.tsx'
import { setUnwrittenChanges } from './unwritten-changes.ts'

afterEach(() => setUnwrittenChanges(0))

test('T07 loading the page again waits while something would be lost by it, and says so', () => {
  expect(renderToStaticMarkup(<ReloadButton />)).toContain('aria-disabled="false"')
  setUnwrittenChanges(3)
  const waiting = renderToStaticMarkup(<ReloadButton />)
  expect(waiting).toContain('aria-disabled="true"')
  expect(waiting).toContain('3 changes are not safe on this device yet. Wait until they are.')
  setUnwrittenChanges(1)
  expect(renderToStaticMarkup(<ReloadButton />)).toContain('1 change is not safe on this device yet.')
})

test('T07 loading the page again is offered only where it can help', () => {
  const panel = (why: Parameters<typeof PartFailure>[0]['why']) =>
    renderToStaticMarkup(<PartFailure why={why} onRetry={() => Promise.resolve()} />)
  expect(panel('no answer')).toContain('This part could not be loaded')
  expect(panel('no answer')).not.toContain('Load the page again')
  expect(panel('no answer')).toContain('Try again')
  expect(panel('not loaded')).toContain('Load the page again')
  expect(panel('new version')).toContain('A new version is available')
  expect(panel('new version')).toContain('Load the page again')
  expect(panel('new version')).not.toContain('Try again')
})
