/* oxlint-disable jsx-a11y/no-noninteractive-element-to-interactive-role -- a table in which keys move is a grid */
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { createBrowserRouter, useLocation } from 'react-router'
import { RouterProvider } from 'react-router/dom'

/*
 * The floor under `bench -- page`: the least that a page of these four libraries takes until its rows answer keys. It
 * makes the page's own request (index.html), shows 25 rows as text, and ArrowDown moves a mark.
 */

declare global {
  var askedRows: Promise<{ readonly values: readonly Values[] }>
}

/** A row as the server answers it, unchecked. */
type Values = Readonly<Record<string, unknown>>

const shownRows = 25
const activityFields =
  'state action_name action_type workflow_name policy_id identity_name started_at completed_at any_changes jobs_started policy_task extraction_event'
const reviewFields =
  'source.name source.id destination.name destination.id accumulated_effective_permissions decision notes reviewers.0.name signed_off_state updated_at'

function Rows() {
  const { pathname } = useLocation()
  const { data } = useQuery({ queryKey: ['rows', pathname], queryFn: () => globalThis.askedRows })
  const [marked, setMarked] = useState(0)
  if (!data) return <p>Loading</p>
  const fields = (pathname.startsWith('/reviews/') ? reviewFields : activityFields).split(' ')
  const rows = data.values.slice(0, shownRows)
  const move = ({ key }: KeyboardEvent) => {
    if (key === 'ArrowDown') setMarked(Math.min(marked + 1, rows.length - 1))
  }
  return (
    <table role="grid" tabIndex={0} aria-activedescendant={`row-${marked}`} onKeyDown={move}>
      <tbody>
        {rows.map((row, index) => (
          <tr
            // oxlint-disable-next-line react/no-array-index-key -- rows never change places
            key={index}
            id={`row-${index}`}
            aria-rowindex={index + 1}
            data-index={index}
            data-active={index === marked || undefined}
            style={index === marked ? { outline: '2px solid' } : {}}
          >
            {fields.map((field) => (
              <td key={field}>{textAt(row, field)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** The text at a path such as `source.name`. */
function textAt(row: Values, path: string): string {
  const value = path.split('.').reduce<unknown>((at, name) => (at as Values | null | undefined)?.[name], row)
  return typeof value === 'string' ? value : JSON.stringify(value ?? '')
}

const place = document.getElementById('root')
if (!place) throw new Error('index.html has no element #root')
const router = createBrowserRouter([{ path: '*', Component: Rows }])
createRoot(place).render(
  <QueryClientProvider client={new QueryClient()}>
    <RouterProvider router={router} />
  </QueryClientProvider>,
)
