import type { Page } from '@playwright/test'

/** What lies in the page's database of unsent changes, as text, one record a line. */
export async function outboxRecords(page: Page): Promise<readonly string[]> {
  return await page.evaluate(readRecords)
}

/** Runs in the page. */
async function readRecords(): Promise<string[]> {
  const done = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.addEventListener('success', () => resolve(request.result))
      request.addEventListener('error', () => reject(request.error ?? new Error('the database failed')))
    })
  const database = await done(indexedDB.open('countersign-outbox'))
  const transaction = database.transaction([...database.objectStoreNames])
  const stores = [...database.objectStoreNames].map((name) =>
    done<unknown[]>(transaction.objectStore(name).getAll()),
  )
  const records = (await Promise.all(stores)).flat()
  database.close()
  const text = (_: string, value: unknown) => {
    if (value instanceof ArrayBuffer) return new TextDecoder('latin1').decode(value)
    return ArrayBuffer.isView(value) ? new TextDecoder('latin1').decode(value) : value
  }
  return records.map((record) => JSON.stringify(record, text))
}
