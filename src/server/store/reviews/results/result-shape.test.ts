import { expect, test } from 'vitest'
import { toNode } from './result-shape.ts'

test('properties stand beside type, id and name and in properties, and hide none of the node itself', () => {
  const properties = { is_active: true, name: 'n', id: 7, type: ['t'], properties: { of: 'its own' } }
  expect(toNode({ type: 'OktaUser', id: 'u1', name: 'jdoe', properties })).toEqual({
    type: 'OktaUser',
    id: 'u1',
    name: 'jdoe',
    is_active: true,
    properties,
  })
})
