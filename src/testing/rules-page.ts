import { mayRun, certificationActions } from '#contract/reviews/certification-rules.ts'
import type { ForcedAction, RowAction } from '#contract/reviews/review-rules.ts'
import { mayAct } from '#contract/reviews/review-rules.ts'
import { defaultSettings } from '#contract/reviews/review-settings.ts'
import {
  allActions,
  allPhases,
  everybody,
  rowStates,
  sees,
  ruleInputOf,
  type Variant,
  variants,
} from './rules-cells.ts'

/** A line of a table: for whom and in which phases what the cells say holds. */
type Line = {
  readonly who: readonly string[]
  readonly phases: readonly string[]
  readonly cells: readonly string[]
}

/** The page docs/rules.md, made from the rules themselves. */
export function rulesPage(): string {
  const notes = new Map<string, number>()
  const note = (message: string) => {
    const number = notes.get(message) ?? notes.size + 1
    notes.set(message, number)
    return String(number)
  }
  const [usual, ...others] = variants
  if (!usual) throw new Error('there are no settings to print the rules for')
  const tables = allActions.map((action) => section(action, table(linesOf(action, usual, note))))
  const differences = others.map((variant) =>
    section(`Where ${variant.name}`, differing(variant, usual, note)),
  )
  const whole = certificationTable(note)
  const messages = [...notes].map(([message, number]) => `${number}. ${message}`)
  return [
    intro,
    ...tables,
    settingsIntro,
    ...differences,
    wholeIntro,
    whole,
    messagesIntro,
    ...messages,
    '',
  ].join('\n')
}

const intro = `# What may be done to a row

This page is printed from \`src/contract/reviews/review-rules.ts\` and \`certification-rules.ts\`, which the buttons and the
server both ask; a test fails when it is out of date (\`UPDATE_RULES_PAGE=1 npx vitest run --project unit rules-page\`
writes it anew), and another one tries every cell against the database. *yes*: it may be done. A number: it may not, and
the message of that number at the end says why. *unseen*: the row is not there for them, and is answered as one that does
not exist. What several people or phases have in common stands in one line.
`
const settingsIntro = `# What settings change

Only lines that differ from those above.
`
const wholeIntro = `# What may be done to a certification

The cells are for one with every row signed off, with every row decided, and with rows undecided.
`
const messagesIntro = `
# Messages
`

function section(title: string, body: string): string {
  return `## ${title[0]?.toUpperCase()}${title.slice(1)}\n\n${body}\n`
}

function cellOf(action: RowAction | ForcedAction, variant: Variant, note: (message: string) => string) {
  return (phase: (typeof allPhases)[number], who: (typeof everybody)[number]) =>
    rowStates.map((state) => {
      if (!sees(phase, who)) return 'unseen'
      const verdict = mayAct(action, ruleInputOf(phase, state, who, variant))
      return verdict ? note(verdict.message) : 'yes'
    })
}

function linesOf(
  action: RowAction | ForcedAction,
  variant: Variant,
  note: (message: string) => string,
): Line[] {
  const cells = cellOf(action, variant, note)
  const byWho = everybody.flatMap((who) =>
    merge(
      allPhases.map((phase) => ({ who: [who.name], phases: [phase], cells: cells(phase, who) })),
      (line) => line.cells.join('|'),
    ),
  )
  return merge(byWho, (line) => [...line.phases, ...line.cells].join('|'))
}

/** Lines that agree in `key` become one, in the order of the first. */
function merge(lines: readonly Line[], key: (line: Line) => string): Line[] {
  const merged = new Map<string, Line>()
  for (const line of lines) {
    const there = merged.get(key(line))
    merged.set(
      key(line),
      there
        ? {
            who: [...new Set([...there.who, ...line.who])],
            phases: [...new Set([...there.phases, ...line.phases])],
            cells: line.cells,
          }
        : line,
    )
  }
  return [...merged.values()]
}

function table(lines: readonly Line[]): string {
  const head = ['who', 'certification', ...rowStates.map((state) => state.name)]
  const body = lines.map(({ who, phases, cells }) => [
    who.length === everybody.length ? 'anybody' : who.join('; '),
    phases.length === allPhases.length ? 'any' : phases.join('; '),
    ...cells,
  ])
  return [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function differing(variant: Variant, usual: Variant, note: (message: string) => string): string {
  const parts = allActions.flatMap((action) => {
    const before = new Set(linesOf(action, usual, note).map((line) => JSON.stringify(line)))
    const lines = linesOf(action, variant, note).filter((line) => !before.has(JSON.stringify(line)))
    return lines.length === 0 ? [] : [`**${action}**\n\n${table(lines)}`]
  })
  return parts.length === 0 ? 'Nothing differs.' : parts.join('\n\n')
}

const counted = [
  { total_result_count: 4, total_complete_count: 4, total_signed_off_count: 4 },
  { total_result_count: 4, total_complete_count: 4, total_signed_off_count: 2 },
  { total_result_count: 4, total_complete_count: 3, total_signed_off_count: 2 },
]

function certificationTable(note: (message: string) => string): string {
  const people = everybody.filter((who) => !who.assigned)
  const settings = { cert_completion_settings: defaultSettings().cert_completion_settings }
  const lines = certificationActions.flatMap((action) =>
    people.flatMap((who) => {
      const all = allPhases.map((phase) => ({
        who: [who.name],
        phases: [phase],
        cells: [
          action,
          ...counted.map((counts) => {
            const ruleInput = { phase, roles: [who.role], own: who.own, counts, settings }
            const verdict = mayRun(action, ruleInput)
            return verdict ? note(verdict.message) : 'yes'
          }),
        ],
      }))
      return merge(all, (line) => line.cells.join('|'))
    }),
  )
  const merged = merge(lines, (line) => [...line.phases, ...line.cells].join('|'))
  const body = merged.map(({ who, phases, cells: [action = '', ...cells] }) => [
    action,
    who.join('; '),
    phases.length === allPhases.length ? 'any' : phases.join('; '),
    ...cells,
  ])
  const head = ['action', 'who', 'certification', 'all signed off', 'all decided', 'rows undecided']
  return [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
