import type { Route } from '#contract/route.ts'
import { sampleOf } from './request-texts.ts'

/** Where a request of a route goes, and what it holds: what fits its schemas. The query is left out. */
export function sampleRequest({ path, params, body }: Route): {
  readonly target: string
  readonly body: string | undefined
} {
  const values = (params ? sampleOf(params) : {}) as Readonly<Record<string, string>>
  return {
    target: path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? '')),
    body: body === undefined ? undefined : JSON.stringify(sampleOf(body)),
  }
}
