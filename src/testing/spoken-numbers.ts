import { expect } from 'vitest'

/**
 * A number that a screen says, and what is true: words with `#` in each place of a number, then how many there really are, in
 * that order. `['# failed', 22]` holds of "40 events in the bars, 22 failed"; `['Quota > # failed', 3]` only within a group whose
 * name has the word before the sign.
 */
export type Total = readonly [words: string, ...truths: number[]]

/** A piece of what is read out, and what the groups that it stands in are called. */
type Statement = { readonly text: string; readonly within: string }

/** Words by which a number says that it is not all. */
const marks = [
  /\bat least [\d,]+/i,
  /\bof [\d,]+\+ .*\bloaded\b/,
  /\bnewest (\d+ days|day|events)\b/i,
  /\bso far\b/,
  /\bthat are read\b|\bare read$/,
]
/** The only mark of what may become fewer too. */
const soFar = /\bso far\b/

const months = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec'
/** Moments and lengths of time: no totals. */
const times = [
  /\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2}(\.\d+)?Z?)?)?/g,
  new RegExp(`\\b\\d{1,2} (${months})\\b( \\d{4})?`, 'g'),
  /\b\d{2}:\d{2}(:\d{2})?\b/g,
  /(?<![\d,])\d+(\.\d+)? (ms|s|min|h|d|second|minute|hour|day)s?\b/g,
]

const number = /\d[\d,]*/g

/**
 * Looks at every number that is read out in a part of the page, texts and accessible names and descriptions alike, without
 * moments, lengths of time and what others wrote (`Foreign`, ids). Each has to be one of `totals`, and to be true, or to be no
 * more than is true and to say so ("at least", "of 10,000+ loaded", "newest 30 days", "so far"); all of `totals` are to be there.
 * What is being read anew (`aria-busy`) and the cells of rows are left out.
 */
export function expectTotals(part: Element, totals: readonly Total[]): void {
  const unread = new Set(totals)
  const wrong = statementsIn(part).flatMap((statement) => {
    let rest = times.reduce((text, time) => text.replaceAll(time, '·'), statement.text)
    const problems: string[] = []
    for (const total of totals) {
      const [words, group = ''] = total[0].split(' > ').toReversed()
      if (!statement.within.includes(group)) continue
      rest = rest.replaceAll(patternOf(words ?? ''), (text, ...groups: unknown[]) => {
        unread.delete(total)
        const said = groups
          .slice(0, total.length - 1)
          .map((group) => Number(String(group).replaceAll(',', '')))
        problems.push(...said.flatMap((value, place) => problemOf(value, total[place + 1], text, statement)))
        return '·'
      })
    }
    const unknown = rest.match(number) ?? []
    if (unknown.length > 0)
      problems.push(`nobody knows what ${unknown.join(' and ')} is in: ${quoted(statement)}`)
    return problems
  })
  const missing = [...unread].map(([words]) => `nothing says: ${words}`)
  expect([...wrong, ...missing]).toEqual([])
}

function problemOf(said: number, truth: unknown, words: string, statement: Statement): readonly string[] {
  if (said === truth) return []
  const isMarked = marks.some((mark) => mark.test(statement.text) || mark.test(statement.within))
  const isPart =
    typeof truth === 'number' && (said < truth || soFar.test(`${statement.text}, ${statement.within}`))
  if (isMarked && isPart) return []
  const why = isMarked ? 'which is less' : 'and nothing says that this is not all'
  return [`"${words}": the store says ${String(truth)}, ${why}: ${quoted(statement)}`]
}

function quoted({ text, within }: Statement): string {
  return `"${text}"${within && ` (${within})`}`
}

function patternOf(words: string): RegExp {
  const escaped = words.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
  return new RegExp(escaped.replaceAll('#', String.raw`(?<![\d,])(\d[\d,]*)(?![\d,]*\d)\+?`), 'g')
}

/** What ends a piece of what is read out; other elements are parts of a sentence. */
const apart =
  'a, button, li, p, dt, dd, h1, h2, h3, td, th, output, label, legend, option, div, section, nav, header, fieldset, ' +
  'ul, ol, dl, table, tr, tbody, thead, form, dialog, main, select, [role]'
/** Whose own words are not read where there is a name. */
const named = 'a[aria-label], button[aria-label], [role="img"][aria-label]'
/** What others wrote: names, ids, messages, moments. */
const foreign = 'bdi, code, time'
const unheard = '[aria-hidden="true"], [aria-busy="true"], [role="gridcell"], td, script, style'
const spokenAttributes = ['aria-label', 'title', 'alt', 'aria-valuetext', 'placeholder', 'data-tip'] as const

/** All that is read out of a part of the page, in its order. */
export function statementsIn(part: Element): readonly Statement[] {
  const statements: Statement[] = []
  const boxes = [...part.querySelectorAll('input[aria-describedby]')]
  const described = new Set(boxes.flatMap((box) => descriptionsOf(box)))
  let run = ''
  const say = (text: string, within: string) => {
    if (text.trim() !== '') statements.push({ text: text.replaceAll(/\s+/g, ' ').trim(), within })
  }
  const end = (within: string) => {
    say(run, within)
    run = ''
  }
  const hear = (element: Element, around: string) => {
    if (element.matches(unheard) || described.has(element)) return
    if (boxes.includes(element))
      say(`${labelOf(element)}: ${descriptionsOf(element).map(textOf).join(' ')}`, around)
    for (const name of spokenAttributes)
      if (!element.matches(foreign)) say(element.getAttribute(name) ?? '', around)
    if (element.matches(named)) return
    const isApart = element.matches(apart)
    if (isApart) end(around)
    else if (element.previousSibling instanceof HTMLElement) run += ' ¦ '
    const within = [around, groupName(element)].filter(Boolean).join(', ')
    if (element.matches(foreign)) run += element.textContent.replaceAll(/\d/g, '·')
    else
      for (const child of element.childNodes) {
        if (child instanceof Element) hear(child, within)
        else run += child.nodeType === child.TEXT_NODE ? (child.textContent ?? '') : ''
      }
    if (isApart) end(within)
  }
  hear(part, '')
  end('')
  return statements
}

/** What a group is called and described by, an item of a list by its title or first link, and a value in a list of facts. */
function groupName(element: Element): string {
  const label = element.getAttribute('aria-label')
  if (element.matches('fieldset')) return [label, ...descriptionsOf(element).map(textOf)].join(', ')
  if (label !== null) return label
  if (element.matches('li')) return textOf(element.querySelector('h2, a'))
  return element.matches('dd') ? textOf(element.previousElementSibling) : ''
}

function labelOf({ id }: Element): string {
  return textOf(document.querySelector(`label[for="${id}"]`))
}

function descriptionsOf(element: Element): readonly Element[] {
  const ids = element.getAttribute('aria-describedby')?.split(' ') ?? []
  return ids.flatMap((id) => document.getElementById(id) ?? [])
}

function textOf(element: Element | null): string {
  return element?.textContent.replaceAll(/\s+/g, ' ').trim() ?? ''
}
