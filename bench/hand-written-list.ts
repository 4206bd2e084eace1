/** What the hand-written list is made from: so many events, read from there a hundred at a time. */
export type ListSource = { readonly rows: number; readonly path: string }

/**
 * Runs in a page of the server's origin: the activity log as a list that somebody wrote for it alone, without React. The same
 * events in the same columns, rows of the same height, a head that stays, a few rows more to each side than the page draws; rows that
 * leave the view are filled anew and put where the next ones come. It reads all events first.
 */
export async function handWrittenList({ rows, path }: ListSource): Promise<void> {
  type Values = Readonly<Record<string, string | number | readonly string[] | null>>
  const height = 36
  const farther = 10
  const heads = 'State,Action,Type,Workflow,Policy,Identity,Message,Started,Duration,Jobs,Task'.split(',')
  const text = (value: Values[string] | undefined) => (value ? String(value) : '—')
  const duration = ({ started_at: from, completed_at: to }: Values) =>
    from && to ? `${((Date.parse(String(to)) - Date.parse(String(from))) / 1000).toFixed(0)} s` : '—'
  const textsOf = (event: Values): readonly string[] => [
    text(event['state']),
    text(event['action_name']),
    text(event['action_type']),
    text(event['workflow_name']),
    text(event['policy_name']),
    `${text(event['identity_name'])}\n${text(event['identity_id'])}`,
    Array.isArray(event['messages']) ? text(event['messages'][0]).slice(0, 300) : '—',
    text(event['started_at']).slice(0, 19).replace('T', ' '),
    duration(event),
    text(event['jobs_started']),
    text(event['policy_task']),
  ]

  const lines: (readonly string[])[] = []
  let token = ''
  while (lines.length < rows) {
    const answer = await fetch(path + token, { headers: { 'X-Requested-With': 'countersign' } })
    const page = (await answer.json()) as { values: readonly Values[]; next_page_token: string }
    lines.push(...page.values.map(textsOf))
    token = `&page_token=${encodeURIComponent(page.next_page_token)}`
  }

  const styles = new CSSStyleSheet()
  styles.replaceSync(`
    body { margin: 0; font: 13px/1.2 system-ui, sans-serif }
    div { position: relative; height: 640px; overflow: auto; overflow-anchor: none }
    table, tbody, thead { display: block; position: relative }
    thead { position: sticky; z-index: 1; top: 0; background: #eee }
    tr { display: grid; column-gap: 12px; align-items: center; height: ${height}px; padding: 0 16px; box-sizing: border-box;
      border: 0 solid #ccc; border-bottom-width: 1px; grid-template-columns: 104px minmax(128px, 2fr) minmax(120px, 1.2fr)
      minmax(88px, 1fr) minmax(96px, 1fr) minmax(136px, 1.5fr) minmax(220px, 3fr) 140px 88px 64px minmax(96px, 1fr) }
    tbody tr { position: absolute; inset: 0 0 auto; contain: size layout }
    td { position: relative; min-width: 0; padding: 1px 0; overflow: hidden; text-overflow: ellipsis; white-space: pre }
    td:nth-child(1) { color: #070 } td:nth-child(11) { color: #00c }`)
  document.adoptedStyleSheets = [styles]

  const table = document.createElement('table')
  table.dataset['grid'] = ''
  const head = table.createTHead().insertRow()
  for (const name of heads) head.insertCell().textContent = name
  const body = table.createTBody()
  body.style.height = `${lines.length * height}px`
  const scroller = document.createElement('div')
  scroller.append(table)
  document.body.replaceChildren(scroller)

  const drawn = Array.from({ length: Math.ceil(scroller.clientHeight / height) + 2 * farther }, () => {
    const row = body.insertRow()
    const cells = heads.map(() => row.insertCell().appendChild(document.createTextNode('')))
    return { row, cells, position: -1 }
  })
  const draw = () => {
    const first = Math.max(0, Math.floor(scroller.scrollTop / height) - farther)
    for (let position = first; position < first + drawn.length; position += 1) {
      const place = drawn[position % drawn.length]
      const line = lines[position]
      if (!place || !line || place.position === position) continue
      place.position = position
      place.row.style.top = `${position * height}px`
      for (const [at, cell] of place.cells.entries()) cell.data = line[at] ?? ''
    }
  }
  scroller.addEventListener('scroll', draw, { passive: true })
  draw()
}
