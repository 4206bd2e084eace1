import { workflowActionsPath } from '#features/activity/address.ts'
import { readReviewPath } from '#features/review/address.ts'
import { narrow } from '#ui/use-media-query.ts'
import { askEarly } from './early-ask.ts'
import type { DrawScreen } from './early-draw.tsx'

/*
 * A script of its own, which the build writes into the shell. While the rest is on its way it asks for the rows that a
 * plain address shows, and has the first of them drawn (early-activity.tsx, early-review.tsx) long before React could.
 * Then it starts the page's own code.
 */

/** What the first view consists of, file by file, the one to begin with first; the build writes it in (vite.config.ts). */
declare const FILES: Readonly<Record<'entry' | 'activity' | 'review', readonly string[]>>

/** For so long, in milliseconds, the page's own code waits for the first rows: running, it would hold them up. */
const patience = 1000

const { pathname } = location
const [draw = '', ...files] = FILES[/^\/reviews\/./.test(pathname) ? 'review' : 'activity']
const [main = ''] = FILES.entry

function link(href: string, props: Partial<HTMLLinkElement>): void {
  document.head.append(Object.assign(document.createElement('link'), { crossOrigin: '', href, ...props }))
}

/** Has code fetched and nothing more: to compile it as well, as `modulepreload` would, holds the first rows up. */
function fetchCode(code: readonly string[]): void {
  for (const file of code)
    if (file.endsWith('.js')) link(file, { rel: 'preload', as: 'script', fetchPriority: 'low' })
}

/** Whether the address shows a list and nothing else, side by side: what is more than that is left to React. */
function isPlainList(): boolean {
  const path = pathname.replace(/\/$/, '')
  const review = readReviewPath(path)
  const list = path === '' || path === workflowActionsPath || (review && review.result_id === undefined)
  return list === true && !matchMedia(narrow).matches
}

/** Draws the first rows. Rejects where there is nothing to draw them from. */
async function drawRows(answers: readonly Promise<Response>[]): Promise<void> {
  const [{ drawScreen }, ...bodies] = await Promise.all([
    import(/* @vite-ignore */ draw) as Promise<{ readonly drawScreen: DrawScreen }>,
    ...answers.map(async (answer) => bodyOf(await answer)),
    styled(),
  ])
  drawScreen(bodies)
  await new Promise((painted) => {
    requestAnimationFrame(() => setTimeout(painted))
  })
}

/** What an answer holds. The client reads it too, so what is read here is a copy. */
async function bodyOf(answer: Response): Promise<unknown> {
  if (!answer.ok) throw new Error('There are no rows.')
  const body: unknown = await answer.clone().json()
  return typeof body === 'object' && body !== null && 'value' in body ? body.value : body
}

/** Resolves when the shell is there with the styles that it is shown in. */
async function styled(): Promise<void> {
  if (document.readyState === 'loading')
    await new Promise((ready) => {
      document.addEventListener('DOMContentLoaded', ready)
    })
  const sheets = document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')
  await Promise.all(Array.from(sheets, loaded))
}

function loaded(sheet: HTMLLinkElement): Promise<unknown> {
  if (sheet.sheet) return Promise.resolve()
  return new Promise((come) => {
    sheet.addEventListener('load', come)
  })
}

/**
 * The first time that a browser writes a time in a zone by its name, it loads its calendars: a large part of all the work
 * until React has drawn, and while code is on its way there is nothing else to do.
 */
function loadCalendars(): string {
  return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium' }).format(0)
}

const answers = [...askEarly().values()]
const draws = answers.length > 0 && isPlainList()
if (draws) link(draw, { rel: 'modulepreload' })
for (const file of files) if (file.endsWith('.css')) link(file, { rel: 'stylesheet' })
fetchCode(FILES.entry)
// A browser has six connections to a server, and the rows are to find one that is free.
void Promise.allSettled(draws ? answers : []).then(() => fetchCode(files))
const waits = [
  draws ? drawRows(answers) : styled(),
  new Promise((over) => {
    setTimeout(over, patience)
  }),
]
// Whatever is wrong with an answer, the client meets it again and says.
void Promise.race(waits)
  .catch(() => undefined)
  .then(() => {
    const started = import(/* @vite-ignore */ main)
    if (draws) loadCalendars()
    return started
  })
if (!draws) loadCalendars()
