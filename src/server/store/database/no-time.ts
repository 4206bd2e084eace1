/**
 * What the nanosecond columns hold where there is no time: the largest int64, so that NULL comes first in
 * descending order and last in ascending order without a case of its own.
 */
export const noTime = '9223372036854775807'
