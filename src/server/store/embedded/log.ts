/** What the store tells the operator; the server's logger fits. Messages hold no secret and no query text. */
export interface StoreLog {
  info(message: string): void
  warn(message: string): void
}
