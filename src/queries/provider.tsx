import type { QueryClient } from '@tanstack/react-query'
import { QueryClientProvider } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { createContext, use } from 'react'
import type { Client } from '#client/client.ts'

const ClientContext = createContext<Client | undefined>(undefined)

type Props = { readonly client: Client; readonly cache: QueryClient; readonly children: ReactNode }

/** Gives everything below the client that its queries call, and the cache that they share. */
export function QueriesProvider({ client, cache, children }: Props) {
  return (
    <ClientContext value={client}>
      <QueryClientProvider client={cache}>{children}</QueryClientProvider>
    </ClientContext>
  )
}

/** The client of the nearest `QueriesProvider`. */
export function useClient(): Client {
  const client = use(ClientContext)
  if (!client) throw new Error('useClient needs a QueriesProvider above it')
  return client
}
