import { expect, test } from 'vitest'
import { readRoleMap, rolesOf } from './role-map.ts'

test('values are parted from their roles by the last =, and from each other by ; or a line end', () => {
  const map = readRoleMap('cn=Admins,ou=groups=admin; Audit & risk = auditor, reviewer\nreviewers=reviewer;')
  expect([...(map ?? [])]).toEqual([
    ['cn=Admins,ou=groups', ['admin']],
    ['Audit & risk', ['reviewer', 'auditor']],
    ['reviewers', ['reviewer']],
  ])
})

test.each([
  '',
  ' ; ',
  'admin',
  '=admin',
  'a=',
  'a=boss',
  'a=admin,',
  'a=admin;a=reviewer',
  'a=admin,admin,boss',
])('%j is no map', (text) => {
  expect(readRoleMap(text)).toBeUndefined()
})

test('a claim is a text or a list, under its name or inside others, and its own only', () => {
  const roles = readRoleMap('staff=operator;all=reviewer') ?? new Map()
  const of = (claim: string, claims: Readonly<Record<string, unknown>>) => rolesOf({ claim, roles }, claims)
  expect(of('groups', { groups: ['all', 'staff', 'other', 7] })).toEqual(['operator', 'reviewer'])
  expect(of('groups', { groups: 'all' })).toEqual(['reviewer'])
  expect(of('realm_access.roles', { realm_access: { roles: ['staff'] } })).toEqual(['operator'])
  expect(of('https://x.example/roles', { 'https://x.example/roles': ['staff'] })).toEqual(['operator'])
  expect(of('groups', {})).toEqual([])
  expect(of('constructor.name', {})).toEqual([])
})
