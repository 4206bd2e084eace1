import '#ui/tokens.css'
import '#ui/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createBrowserRouter } from 'react-router'
import { RouterProvider } from 'react-router/dom'
import { createClient } from '#client/client.ts'
import { QueriesProvider } from '#queries/provider.tsx'
import { createQueryClient } from '#queries/query-client.ts'
import { earlyFetch } from './early-fetch.ts'
import { createRoutes } from './routes.tsx'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no element #root')

const client = createClient({ fetch: earlyFetch(), base: '' })
const cache = createQueryClient()
const router = createBrowserRouter(createRoutes({ client, cache }))

createRoot(root).render(
  <StrictMode>
    <QueriesProvider client={client} cache={cache}>
      <RouterProvider router={router} />
    </QueriesProvider>
  </StrictMode>,
)
