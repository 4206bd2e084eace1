import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { curlOf } from './event-copies.ts'

test.each(['Sync AD user', "O'Brien", '$(id)', '`id`', '"a" \\', 'a/b', '100% ?#'])(
  '%s survives a shell',
  (name) => {
    const command = curlOf({ workflow_task: 't', action_name: name }, 'http://127.0.0.1:4870')
    const words = execFileSync('sh', ['-c', `curl() { printf '%s\\n' "$@"; }; ${command}`], {
      env: { COUNTERSIGN_KEY: 'k' },
      encoding: 'utf8',
    })
    const [flag, header, url = '', ...more] = words.trimEnd().split('\n')
    expect([flag, header, more]).toEqual(['-H', 'Authorization: Bearer k', []])
    expect(decodeURIComponent(new URL(url).pathname.split('/').at(-1) ?? '')).toBe(name)
  },
)
