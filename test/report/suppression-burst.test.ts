import { describe, expect, test } from 'vitest'
import { DEFAULT_POLICY } from '../../src/report/policy-default.ts'
import { day, decide, delivered, failure, type Told, verdicts } from './suppression-cast.ts'

/** A sequence that looks random and is the same in every run. */
function newDice(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

interface Traffic {
  days: readonly number[]
  /** Messages an hour to where the outage is, or to google; a third of them to each other. */
  volume: number
  /** Share of addresses that are dead. */
  dead: number
  /** Days on which google answers "user unknown" to everybody. */
  outage?: readonly number[]
  outageBegins?: 'at-midnight' | 'at-noon'
  /** Who has it. */
  outageAt?: keyof typeof RELAYS
  providers?: readonly (keyof typeof RELAYS)[]
}

const RELAYS = {
  google: { relay: 'gmail-smtp-in.l.google.com', provider: 'google', domain: 'gmail.com' },
  yahoo: { relay: 'mta5.am0.yahoodns.net', provider: 'yahoo', domain: 'yahoo.com' },
  unknown: { relay: 'mx.example.net', provider: null, domain: 'example.net' },
} as const

/** A generated log: who is dead says so always; everybody else is delivered, but for the outage. */
function traffic({
  days,
  volume,
  dead,
  outage = [],
  outageBegins = 'at-midnight',
  outageAt = 'google',
  providers = ['google', 'yahoo', 'unknown'],
}: Traffic): Told[] {
  const dice = newDice(7)
  const told: Told[] = []
  for (const number of days)
    for (let hour = 0; hour < 24; hour++)
      for (const name of providers)
        for (let message = 0; message < (name === outageAt ? volume : volume / 3); message++) {
          const { relay, provider, domain } = RELAYS[name]
          const person = Math.floor(dice() * 2000)
          const isDead = person < dead * 2000
          const half = outageBegins === 'at-noon' ? (hour < 12 ? number - 1 : number) : number
          const isOut = name === outageAt && outage.includes(half)
          const time = day(
            number,
            `${String(hour).padStart(2, '0')}:${String(message % 60).padStart(2, '0')}`,
          )
          const at = { time, recipient: `${isDead ? 'dead' : 'alive'}${person}@${domain}`, relay }
          told.push(isDead || isOut ? failure({ ...at, provider }) : delivered(at))
        }
  return told
}

const suppressed = (told: readonly Told[]) => decide(told).filter(({ verdict }) => verdict === 'suppress')
const aliveOf = (told: readonly Told[]) => suppressed(told).filter(({ value }) => value.startsWith('alive'))
const deadSeen = (told: readonly Told[]) =>
  new Set(told.flatMap(({ recipient }) => (recipient?.startsWith('dead') ? [recipient] : [])))

describe('a great provider answers 550 5.1.1 to everybody for a day', () => {
  test.each([
    [
      'after nine days as usual',
      { days: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], outage: [10], volume: 30, dead: 0.02 },
    ],
    [
      'in the middle of two weeks',
      { days: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], outage: [8], volume: 30, dead: 0.02 },
    ],
    ['with a day before it', { days: [1, 2], outage: [2], volume: 30, dead: 0.02 }],
    ['in a log of that day alone', { days: [1], outage: [1], volume: 30, dead: 0.02 }],
    [
      'in a log of that day and provider alone',
      { days: [1], outage: [1], volume: 30, dead: 0.02, providers: ['google'] },
    ],
    [
      'from noon to noon',
      { days: [1, 2, 3, 4], outage: [2], outageBegins: 'at-noon', volume: 30, dead: 0.02 },
    ],
    [
      'at a host of no known operator',
      { days: [1, 2, 3], outage: [3], outageAt: 'unknown', volume: 60, dead: 0.02 },
    ],
    ['with a few messages an hour', { days: [1, 2, 3], outage: [2], volume: 3, dead: 0.02 }],
  ] satisfies [string, Traffic][])('%s: nobody alive is suppressed', (_when, scene) => {
    expect(aliveOf(traffic(scene))).toEqual([])
  })

  test('the others are still judged', () => {
    const told = traffic({ days: [1, 2], outage: [2], volume: 30, dead: 0.02 })
    const dead = [...deadSeen(told)].filter(address => !address.endsWith('@gmail.com'))
    const found = suppressed(told).map(({ value }) => value)
    expect(found).toEqual(expect.arrayContaining(dead))
  })

  test('those whom only the outage condemns are in quarantine for 72 hours', () => {
    const told = traffic({ days: [1, 2], outage: [2], volume: 30, dead: 0 })
    const entries = decide(told)
    expect(new Set(entries.map(({ verdict }) => verdict))).toEqual(new Set(['quarantine']))
    expect(entries[0]).toMatchObject({ expires: '2026-03-06T00:00:00Z' })
  })

  test('a refusal on another day, after the quarantine, is believed', () => {
    const told = traffic({ days: [1, 2], outage: [2], volume: 30, dead: 0 })
    const later = failure({ time: day(7), recipient: 'alive5@gmail.com', provider: 'google' })
    expect(suppressed([...told, later]).map(({ value }) => value)).toEqual(['alive5@gmail.com'])
  })
})

describe('no outage', () => {
  test.each([
    ['a clean list', { days: [1, 2, 3], volume: 30, dead: 0.02 }],
    ['a dirty list', { days: [1, 2, 3], volume: 30, dead: 0.25 }],
    ['a night', { days: [1], volume: 30, dead: 0.05 }],
    ['one provider alone', { days: [1], volume: 30, dead: 0.2, providers: ['google'] }],
    ['two weeks', { days: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14], volume: 5, dead: 0.1 }],
  ] satisfies [string, Traffic][])('%s: all who are dead are found, nobody else', (_list, scene) => {
    const told = traffic(scene)
    const found = suppressed(told).map(({ value }) => value)
    expect(new Set(found)).toEqual(deadSeen(told))
  })

  test('nineteen refusals in an hour are no burst', () => {
    const told = Array.from({ length: 19 }, (_, index) =>
      failure({ recipient: `u${index}@gmail.com`, provider: 'google' }),
    )
    expect(new Set(verdicts(told).map(verdict => verdict.split(' ')[0]))).toEqual(new Set(['suppress']))
  })

  test('the guard can be set otherwise', () => {
    const policy = { ...DEFAULT_POLICY, burst: { ...DEFAULT_POLICY.burst, events: 5 } }
    const told = Array.from({ length: 6 }, (_, index) =>
      failure({ recipient: `u${index}@gmail.com`, provider: 'google' }),
    )
    const kinds = new Set(verdicts(told, { policy }).map(verdict => verdict.split(' ')[0]))
    expect(kinds).toEqual(new Set(['quarantine']))
  })
})
