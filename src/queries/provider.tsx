import type { QueryClient } from '@tanstack/react-query'
import { QueryClientProvider } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { createContext, use } from 'react'
import type { Client } from '#client/client.ts'
import type { Connection } from '#client/connection.ts'
import type { ServerClock } from '#client/server-clock.ts'

const ClientContext = createContext<Client | undefined>(undefined)
const ConnectionContext = createContext<Connection | undefined>(undefined)
const ClockContext = createContext<ServerClock | undefined>(undefined)

type Props = {
  readonly client: Client
  readonly connection: Connection
  readonly clock: ServerClock
  readonly cache: QueryClient
  readonly children: ReactNode
}

/** Provides the client, the connection, the server's clock and the query cache to everything below. */
export function QueriesProvider({ client, connection, clock, cache, children }: Props) {
  return (
    <ClientContext value={client}>
      <ConnectionContext value={connection}>
        <ClockContext value={clock}>
          <QueryClientProvider client={cache}>{children}</QueryClientProvider>
        </ClockContext>
      </ConnectionContext>
    </ClientContext>
  )
}

/** The client of the nearest `QueriesProvider`. */
export function useClient(): Client {
  const client = use(ClientContext)
  if (!client) throw new Error('useClient needs a QueriesProvider above it')
  return client
}

/** The connection of the nearest `QueriesProvider`. */
export function useConnection(): Connection {
  const connection = use(ConnectionContext)
  if (!connection) throw new Error('useConnection needs a QueriesProvider above it')
  return connection
}

/** The server's clock of the nearest `QueriesProvider`. */
export function useServerClock(): ServerClock {
  const clock = use(ClockContext)
  if (!clock) throw new Error('useServerClock needs a QueriesProvider above it')
  return clock
}
