/** Names of mail hosts and who runs them. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { relayNames } from '../../src/classify/providers/relay-names.ts'
import { namesOfOperators, providerOf } from '../../src/classify/providers/relays.ts'

test.each(relayNames)(
  'every name that $match fits has a label that begins with "$label"',
  ({ match, label }) => {
    fc.assert(
      fc.property(fc.stringMatching(match), name => {
        expect(name.split('.').some(part => part.startsWith(label))).toBe(true)
      }),
      { seed: 1 },
    )
  },
)

test('a host whose name has none of the known suffixes and labels is nobody known', () => {
  const { suffixes, labels } = namesOfOperators()
  const parts = [...suffixes, ...labels].flatMap(name => name.split('.'))
  const label = fc.oneof(fc.constantFrom(...parts), fc.stringMatching(/^[a-z0-9-]{1,9}$/))
  fc.assert(
    fc.property(fc.array(label, { minLength: 1, maxLength: 5 }), found => {
      const name = found.join('.')
      const isKnown =
        suffixes.some(suffix => `.${name}`.endsWith(`.${suffix}`)) ||
        labels.some(begin => `.${name}`.includes(`.${begin}`))
      if (!isKnown) expect(providerOf(name)).toBe(null)
    }),
    { seed: 1, numRuns: 2000 },
  )
})
