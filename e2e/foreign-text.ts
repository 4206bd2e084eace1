import type { Page } from '@playwright/test'

/** A name that closes whatever isolate it stands in and then turns what comes after it. */
export const turning = (name: string) => `${name}\u2069\u202Egnp.exe`

/**
 * Where on the page, its title and labels among it, a text that holds U+202E is not isolated: a few words for each such
 * place. What is isolated stands in a `bdi` that nothing gets out of, in a mark, in a field, or between U+2068 and U+2069.
 */
export async function turnedPlaces(page: Page): Promise<readonly string[]> {
  return await page.evaluate(turned)
}

/** Runs in the page. */
function turned(): string[] {
  const found: string[] = []
  const isIsolated = (text: string) =>
    text.split(/[\n\r\u2029]/).every((line) => {
      let depth = 0
      for (const letter of line) {
        if (letter >= '\u2066' && letter <= '\u2068') depth++
        if (letter === '\u2069') depth--
        if (letter === '\u202E' && depth < 1) return false
      }
      return depth === 0
    })
  // Inline text in one paragraph is one run to a browser; what is no part of it cannot be reached.
  const isApart = (element: Element | null) =>
    element !== null && getComputedStyle(element).display !== 'inline'
  const look = (where: string, text: string) => {
    if (text.includes('\u202E') && !isIsolated(text)) found.push(`${where}: ${JSON.stringify(text)}`)
  }
  look('title', document.title)
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const { parentElement: parent, data } = walker.currentNode as Text
    if (!parent || parent.closest('script, style, textarea') || !data.includes('\u202E')) continue
    const bdi = parent.closest('bdi')
    const balanced =
      bdi !== null && (isIsolated(bdi.textContent) || isIsolated(`\u2068${bdi.textContent}\u2069`))
    const mark = parent.closest('[data-code]')
    if (!isApart(bdi) && !isApart(mark) && !balanced) look(parent.outerHTML.slice(0, 200), data)
  }
  for (const element of document.querySelectorAll('*'))
    for (const name of ['aria-label', 'title', 'data-tip', 'alt', 'aria-description'])
      look(`${element.tagName} ${name}`, element.getAttribute(name) ?? '')
  return found
}
