/** One key of an order: the field and its direction. The primary key always follows as the last key. */
export type Order<F extends string = string> = { readonly field: F; readonly direction: 'asc' | 'desc' }

/**
 * Reads `order_by`: one of the `allowed` fields, then `asc` or `desc` in any case, `asc` where absent (veza-api 0.6).
 * For anything else returns the problem as a sentence, which does not repeat the text.
 */
export function readOrder<F extends string>(
  text: string,
  allowed: readonly F[],
): Order<F> | { problem: string } {
  const [name, direction = 'asc', ...rest] = text.trim().split(/\s+/)
  if (text.includes(',')) return { problem: 'takes one field only' }
  const field = allowed.find((known) => known === name)
  if (field === undefined) return { problem: `takes one of ${allowed.join(', ')}` }
  const way = direction.toLowerCase()
  if (rest.length > 0 || (way !== 'asc' && way !== 'desc'))
    return { problem: 'takes a field, then asc or desc' }
  return { field, direction: way }
}

/** An order as the text of `order_by`: `started_at desc`. */
export function printOrder(order: Order): string {
  return `${order.field} ${order.direction}`
}
