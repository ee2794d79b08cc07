import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRedactor, newRedaction, type RedactOptions, redactText } from '../../src/report/redact.ts'
import type { DeliveryEvent } from '../../src/types.ts'
import { delivered, failure } from './suppression-cast.ts'

const KEY = 'a key of the tests'

const redacted = (changes: Partial<DeliveryEvent>, options: Partial<RedactOptions> = {}) =>
  createRedactor({ key: KEY, hide: 'local-parts', ...options })(failure(changes))

const text = (value: string, hide: RedactOptions['hide'] = 'local-parts') =>
  redactText(newRedaction({ key: KEY, hide }), value)

const ADA = text('ada@example.com').replace('@example.com', '')

describe('local parts', () => {
  test('become short hashes, the same in every field and text', () => {
    const event = redacted({
      recipient: 'ada@example.com',
      originalRecipient: 'Ada@lists.example.com',
      diagnostic: '550 5.1.1 <ADA@example.com>: user ada unknown',
    })
    expect(ADA).toMatch(/^u-[a-z2-7]{12}$/)
    expect(event).toMatchObject({
      recipient: `${ADA}@example.com`,
      originalRecipient: `${ADA}@lists.example.com`,
      domain: 'example.com',
      diagnostic: `550 5.1.1 <${ADA}@example.com>: user ${ADA} unknown`,
    })
  })

  test.each([
    ['to=<ada@example.com>, relay', `to=<${ADA}@example.com>, relay`],
    ['rcpt=ada@example.com refused', `rcpt=${ADA}@example.com refused`],
    ["'ada@example.com' is unknown.", `'${ADA}@example.com' is unknown.`],
    ['ends with ada@', `ends with ${ADA}@`],
    ['@example.com has no local part', '@example.com has no local part'],
  ])('in "%s"', (plain, hidden) => {
    expect(text(plain)).toBe(hidden)
  })

  test('in a URL', () => {
    expect(text('see https://example.net/?u=ada%40example.com.')).not.toContain('ada')
  })

  test('quoted ones are hidden whole', () => {
    expect(text('550 "Ada \\"L\\" Lovelace"@example.com unknown')).toMatch(
      /^550 u-\w{12}@example\.com unknown$/,
    )
  })

  test.each([
    'bounces+ada=example.com@lists.example.net',
    'prvs=123=ada@example.com',
    'SRS0=ab=cd=example.com=ada@forward.example.net',
    'list-bounces-ada=40example.com@lists.example.net',
    'list-ada=40example.com',
    'ada%example.com@relay.example.net',
  ])('in VERP and its like: %s', address => {
    expect(text(`a ${address} b`)).toMatch(/^a u-\w{12}(?:@|=40)[a-z.]+ b$/)
  })

  test('VERP in a text without an @ is hidden where it names the recipient', () => {
    const { diagnostic } = failure()
    const event = redacted({
      recipient: 'ada@example.com',
      diagnostic: `${diagnostic} (id bounce-ada=example.com)`,
    })
    expect(JSON.stringify(event)).not.toMatch(/\bada\b/)
  })

  test('the null sender stays the null sender, and what is unknown stays null', () => {
    expect(redacted({ sender: '', originalRecipient: null })).toMatchObject({
      sender: '',
      originalRecipient: null,
    })
  })

  test('a Message-ID keeps its right side only', () => {
    expect(redacted({ messageId: '20260301.ada.1@mail.sender.example' })).toMatchObject({
      messageId: expect.stringMatching(/^u-\w{12}@mail\.sender\.example$/),
    })
  })

  test('verdict, codes and relay stay', () => {
    const { reason, rule, relay, replyCode } = failure()
    expect(redacted({})).toMatchObject({ reason, rule, relay, replyCode })
  })

  test('deliveries are redacted as failures are', () => {
    const redactor = createRedactor({ key: KEY, hide: 'local-parts' })
    expect(redactor(delivered()).recipient).toBe(`${ADA}@example.com`)
  })
})

describe('domains', () => {
  test('become hashes, too, with the hosts in them', () => {
    const event = redacted(
      {
        recipient: 'ada@example.com',
        relay: 'mx1.example.com',
        diagnostic: '550 <ada@example.com> not at EXAMPLE.com',
      },
      { hide: 'domains' },
    )
    expect(JSON.stringify(event)).not.toMatch(/example\.com|sender\.example/i)
    expect(event.relay).toMatch(/^mx1\.d-\w{12}\.invalid$/)
  })

  test('a host of somebody else keeps its name', () => {
    const event = redacted({ recipient: 'ada@example.com', relay: 'mx.notexample.com' }, { hide: 'domains' })
    expect(event.relay).toBe('mx.notexample.com')
  })
})

describe('keys', () => {
  test('another key gives other hashes', () => {
    expect(redacted({}, { key: 'another' }).recipient).not.toBe(redacted({}).recipient)
  })

  test('no text keeps the local part of its address', () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9._+-]{3,20}[a-z]$/)
    fc.assert(
      fc.property(word, fc.string(), fc.string(), (localPart, before, after) => {
        const event = redacted({
          recipient: `${localPart}@example.com`,
          sender: 'x@y.example',
          diagnostic: `${before} <${localPart}@example.com> ${localPart} ${after}`,
        })
        const plain = JSON.stringify({ diagnostic: `${before} ${after}` })
        const shown = 'diagnostic' in event ? event.diagnostic : ''
        if (!plain.includes(localPart)) expect(shown).not.toContain(localPart)
      }),
    )
  })
})
