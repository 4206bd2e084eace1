/**
 * What the nanosecond columns hold where there is no time: the largest int64, so that NULL comes last in ascending
 * order without a case of its own. Descending lists read such rows apart (action-event-order.ts).
 */
export const noTime = '9223372036854775807'
