import { isIPv6 } from 'node:net'

/** The network that an address belongs to, so that guesses from next door count together: a /24 of IPv4, a /56 of IPv6. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  if (!isIPv6(plain)) return `${plain.split('.').slice(0, 3).join('.')}.0/24`
  const [a = '0', b = '0', c = '0', d = '0'] = groupsOf(plain)
  const upper = Number.parseInt(d, 16) & 0xff00
  return `${[a, b, c].map((group) => Number.parseInt(group, 16).toString(16)).join(':')}:${upper.toString(16)}::/56`
}

/** The groups of an IPv6 address, those that `::` stands for included. */
function groupsOf(address: string): string[] {
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::')
  const groups = (text: string) => (text === '' ? [] : text.split(':'))
  if (tail === undefined) return groups(head)
  const [before, after] = [groups(head), groups(tail)]
  return [...before, ...Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0'), ...after]
}
