import { keepPreviousData } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { findsPeople, type Person } from '#contract/people.ts'
import { certificationRoutes } from '#contract/reviews/certification-calls.ts'
import { useClient } from '../provider.tsx'
import { type Reading, useReading } from '../reading.ts'
import { certificationKeys } from './review-keys.ts'

const pauseMs = 150

/** People who were found, and the text that they were found for. */
export type PeopleFound = { readonly search: string; readonly people: readonly Person[] }

/**
 * Searches people who can be reviewers, by a part of the name or email, once typing pauses and the text is long enough
 * (`findsPeople`). The last result stays until the next comes, so it may be of an earlier text. The server leaves out
 * people on the deny list.
 */
export function usePeopleSearch(text: string): Reading<PeopleFound> {
  const client = useClient()
  const search = usePaused(text.trim())
  const enough = findsPeople(search)
  const reading = useReading({
    queryKey: certificationKeys.people(search),
    queryFn: async ({ signal }) => {
      const { values } = await client.call(certificationRoutes.searchPeople, { query: { search } }, signal)
      return { search, people: values }
    },
    enabled: enough,
    placeholderData: keepPreviousData,
  })
  return enough ? reading : { ...reading, value: undefined }
}

/** A text as it was when it last stood still for a moment. */
function usePaused(text: string): string {
  const [paused, setPaused] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), pauseMs)
    return () => clearTimeout(timer)
  }, [text])
  return paused
}
