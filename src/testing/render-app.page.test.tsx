import { screen, waitFor } from '@testing-library/dom'
import { beforeEach, expect, test } from 'vitest'
import { holdLeavingQuestions } from './leaving-questions.ts'
// Sets how things are found.
import './render-app.tsx'

beforeEach(() => {
  document.body.innerHTML = `
    <p>Nothing to press.</p>
    <dialog><button>In a closed dialog</button></dialog>
    <button><i style="visibility: hidden"><b>not</b></i><i style="display: none">nor this</i> seen</button>`
})

/** What a test says that fails. */
async function failureOf(look: () => unknown): Promise<string> {
  try {
    await look()
  } catch (error) {
    return error instanceof Error ? error.message : ''
  }
  throw new Error('It has found what is not there.')
}

test.each([
  ['at once', () => screen.getByRole('link')],
  ['after waiting', () => screen.findByRole('link', {}, { timeout: 60 })],
  ['after waiting for something else', () => waitFor(() => screen.getByRole('link'), { timeout: 60 })],
])('what is not found says once what the page says: %s', async (_, look) => {
  const message = await failureOf(look)
  expect(message.match(/The page says:/g)).toHaveLength(1)
  expect(message).toMatch(/link[^]*The page says:[^]*Nothing to press\./)
})

test('the text of what is not shown is no part of a name', () => {
  expect(screen.getByRole('button', { name: 'seen' }).textContent).toBe('notnor this seen')
})

test('an element is shown as its kind is, until it or one around it says otherwise', () => {
  const ofParagraph = () => {
    const style = getComputedStyle(screen.getByText('Nothing to press.'))
    return [style.getPropertyValue('display'), style.getPropertyValue('visibility')]
  }
  expect(ofParagraph()).toEqual(['block', ''])
  document.body.setAttribute('style', 'visibility: hidden')
  expect(ofParagraph()).toEqual(['block', 'hidden'])
  screen.getByText('Nothing to press.').setAttribute('style', 'display: none')
  expect(ofParagraph()[0]).toBe('none')
  document.body.removeAttribute('style')

  const dialog = document.querySelector('dialog')
  const display = () => dialog && getComputedStyle(dialog).getPropertyValue('display')
  expect(display()).toBe('none')
  dialog?.toggleAttribute('open', true)
  expect(display()).toBe('block')
})

test('what a page asks before it is left is not asked of the next one', () => {
  const isAsked = () => !dispatchEvent(new Event('beforeunload', { cancelable: true }))
  const forget = holdLeavingQuestions()
  addEventListener('beforeunload', (event) => event.preventDefault())
  expect(isAsked()).toBe(true)
  forget()
  expect(isAsked()).toBe(false)
})
