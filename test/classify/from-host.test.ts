/** What a text means from another host. */
import { expect, test } from 'vitest'
import { allProviders, textRules, weakRules } from '../../src/classify/all-rules.ts'
import { createClassifier } from '../../src/classify/classify.ts'
import { attemptOf } from '../../src/classify/explain.ts'
import { relaySuffixes } from '../../src/classify/providers/relay-names.ts'

const TEXTS = [...allProviders.flatMap(({ rules }) => rules), ...textRules, ...weakRules]
  .flatMap(({ examples }) => examples)
  .map(example => (typeof example === 'string' ? example : example.said))

const hosts = new Map(relaySuffixes.map(({ provider, suffix }) => [provider, `mx.${suffix}`]))
const RELAYS = [null, 'mx.example.net', ...hosts.values()]

test('a verdict that is passed on to another host is the one that he gets when he is asked alone', () => {
  let passedOn = 0
  TEXTS.forEach((text, number) => {
    const first = RELAYS[number % RELAYS.length] ?? null
    const { classify, fromHost } = createClassifier()
    const verdict = classify(attemptOf(text, { relay: first }))
    for (let at = number % 5; at < RELAYS.length; at += 5) {
      const relay = RELAYS[at] ?? null
      const passed = fromHost(verdict, relay)
      if (passed === null) continue
      passedOn++
      const alone = createClassifier().classify({ ...attemptOf(text, { relay: first }), relay })
      expect([text, relay, passed]).toEqual([text, relay, alone])
    }
  })
  expect(passedOn).toBeGreaterThan(TEXTS.length)
})
