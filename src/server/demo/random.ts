import { createHash } from 'node:crypto'

/**
 * Numbers that only look random: the same seed gives the same ones on every machine. The generator is sfc32
 * (Chris Doty-Humphrey, public domain). Not for secrets.
 */
export class Random {
  #a: number
  #b: number
  #c: number
  #count = 1

  constructor(seed: string) {
    const hash = createHash('sha256').update(seed).digest()
    this.#a = hash.readInt32LE(0)
    this.#b = hash.readInt32LE(4)
    this.#c = hash.readInt32LE(8)
  }

  /** A whole number of 32 bits. */
  bits(): number {
    const sum = (this.#a + this.#b + this.#count) | 0
    this.#count = (this.#count + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0
    return sum >>> 0
  }

  /** A number from 0 up to, not including, 1. */
  share(): number {
    return this.bits() / 2 ** 32
  }

  /** A whole number from `least` to `most`, both possible. */
  between(least: number, most: number): number {
    return least + Math.floor(this.share() * (most - least + 1))
  }

  /** Whether something of this probability happens. */
  happens(probability: number): boolean {
    return this.share() < probability
  }

  /** One of a list that is not empty. */
  pick<T>(list: readonly T[]): T {
    const item = list[Math.floor(this.share() * list.length)]
    if (item === undefined) throw new Error('There is nothing to pick from')
    return item
  }

  /** One of a list by the weights of its members. */
  pickWeighted<T extends { readonly weight: number }>(list: readonly T[]): T {
    let left = this.share() * list.reduce((sum, { weight }) => sum + weight, 0)
    const picked = list.find(({ weight }) => {
      left -= weight
      return left < 0
    })
    return picked ?? this.pick(list)
  }

  /**
   * A length around a median, as lengths are: one in eighty is more than three times as long (log-logistic, shape 4).
   * Only a root is taken, because other functions differ in their last digit from one JavaScript engine to another.
   */
  around(median: number): number {
    const share = this.share()
    return median * Math.sqrt(Math.sqrt(share / (1 - share)))
  }

  /** Hexadecimal digits, at most eight. */
  hex(digits: number): string {
    return this.bits().toString(16).padStart(8, '0').slice(0, digits)
  }
}
