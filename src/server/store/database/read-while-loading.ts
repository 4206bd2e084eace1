/** Reads the next batch while one is being loaded. Batches are loaded one after the other, in their order. */
export async function readWhileLoading<T>(
  batches: AsyncIterable<T> | Iterable<T>,
  load: (batch: T) => Promise<void>,
): Promise<void> {
  let loading: Promise<void> = Promise.resolve()
  try {
    for await (const batch of batches) {
      await loading
      loading = load(batch)
      // Its failure is met by the next `await`; until then it must not count as unhandled.
      loading.catch(() => undefined)
    }
    await loading
  } finally {
    await Promise.allSettled([loading])
  }
}
