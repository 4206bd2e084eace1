import { expect, test } from 'vitest'
import type { Route } from '#contract/route.ts'
import { routes } from '#contract/routes.ts'
import { openApi } from './openapi.ts'

test('the API page knows every call of the contract, by its own path and parameters', () => {
  const { paths } = openApi()
  const operations = Object.values(paths).flatMap((methods) => Object.values(methods))
  expect(operations.map((operation) => operation.operationId).toSorted()).toEqual(
    Object.keys(routes).toSorted(),
  )
  for (const route of Object.values<Route>(routes))
    expect(paths[route.path]?.[route.method.toLowerCase()]).toBeDefined()
  const list = paths['/api/private/lifecycle_management/action_events']?.['get']
  expect(list?.parameters.map((parameter) => parameter.name)).toEqual([
    'filter',
    'order_by',
    'page_size',
    'page_token',
  ])
  const get = paths['/api/private/lifecycle_management/action_events/{workflow_task}/{action_name}']?.['get']
  expect(get?.parameters.every((parameter) => parameter.in === 'path' && parameter.required)).toBe(true)
})
