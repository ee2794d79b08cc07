/** The hash of what a failure's text says is finer than what the classifier and the report look at. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allProviders, textRules, weakRules } from '../../../src/classify/all-rules.ts'
import { createClassifier } from '../../../src/classify/classify.ts'
import { numbersSought } from '../../../src/classify/numbers-sought.ts'
import { providerOf } from '../../../src/classify/providers/relays.ts'
import { linkSigns } from '../../../src/classify/rule-set.ts'
import { createLogReader, type LogOptions } from '../../../src/ingest/log/log.ts'
import { newQueue } from '../../../src/ingest/log/queue.ts'
import type { PlainFailure } from '../../../src/plain-results.ts'
import { templateOf } from '../../../src/report/template.ts'
import type { Attempt } from '../../../src/types.ts'

const { classify } = createClassifier()
const SIGNS = linkSigns()

interface Mail {
  sender: string
  recipient: string
  relay: string
  text: string
}

const ID = '4dYkzY4cdCz1'

/** The hash of a mail's failure, and the attempt that the careful reader makes of it; null where it makes no hash. */
function failureOf({ sender, recipient, relay, text }: Mail): { hash: string; attempt: Attempt } | null {
  const prefix = 'Oct 14 13:18:19 mx1.example.org postfix'
  const lines = [
    `${prefix}/cleanup[1]: ${ID}: message-id=<1@example.com>`,
    `${prefix}/qmgr[1]: ${ID}: from=<${sender}>, size=9, nrcpt=1 (queue active)`,
    `${prefix}/smtp[1]: ${ID}: to=<${recipient}>, relay=${relay}, delay=1, delays=0/0/0/1, dsn=5.0.0, status=bounced (${text})`,
  ]
  let found: { hash: string; attempt: Attempt } | null = null
  const learn = ({ said, relayIp, relay }: PlainFailure, attempt: Attempt): null => {
    const provider = providerOf(relay)
    found = { hash: `${said.hi} ${said.lo} ${provider} ${relayIp === null}`, attempt }
    return null
  }
  const ignored = { deliveries() {}, handedOver() {}, recipients() {}, pairs() {}, name() {} }
  const options: LogOptions = {
    file: 'mail.log',
    queue: newQueue(),
    timeZone: 'UTC',
    year: null,
    reference: Date.UTC(2026, 11, 31),
    include: [],
    deliveries: { count() {}, tally: ignored },
    failures: {
      count: () => null,
      learn,
      countKnown() {},
      numberOf: () => 0,
      operatorOf: () => 0,
      formOf: () => 0,
      isLocal: () => false,
      numbers: classify,
      signs: SIGNS,
      numbersSought,
      operators: { suffixes: [], labels: [] },
    },
  }
  const reader = createLogReader(options)
  reader.readBlock(Buffer.from(`${lines.join('\n')}\n`, 'latin1'), 0)
  return found
}

/** What counting a failure asks of its text. */
function saidBy({ attempt }: { attempt: Attempt }) {
  const { retryAfter: _, ...verdict } = classify(attempt)
  const { replyCode, enhancedCode, command, origin, diagnostic } = attempt
  return { verdict, replyCode, enhancedCode, command, origin, template: templateOf(diagnostic) }
}

const SENDERS = ['news@shop.example.com', 'bounce+7@mail.shop.example', 'Ada.B@Example.NET', '']
const RECIPIENTS = [
  'bob@example.net',
  '1385551234@qq.example',
  'Eve_3@sub.example.org',
  '550-x@example.net',
  '5.7.1@example.net',
  "o'brien@example.net",
  'a..b@example.net',
  'a=b@example.net',
  'c/d+e@example.net',
  'f.@example.net',
]
const HOSTS = [
  'mx.example.net',
  'MX2.EXAMPLE.ORG',
  'example.net',
  'shop.example.com',
  'zen.spamhaus.org',
  'eur05.prod.protection.outlook.com',
  'a.b',
  'xn--bcher-kva.xn--p1ai',
  'RESOLVER.ADR.NotFound',
  '4.7.1.example.net',
]
const WORDS = [
  '192.0.2.1',
  '203.0.113.25',
  '2001:db8::1',
  '5.1.1',
  '550',
  '4.7.26',
  '(#5.1.1)',
  '289 seconds',
  '3 minutes',
  '600 seconds',
  '12345',
  '52428800',
  '98e67ed59e1d1-2e9b8a1si1234567.148',
  'd2e1a72fcca58-7e2b5a8f8a1',
  'AbCdEf0123456789',
  '4XYZ12abcd',
  'S3150',
  'OFR_506',
  '12.5',
  'user@',
  '@example.net',
  'a@b@c',
  'https://support.google.com/mail/?p=NoSuchUser',
  'http://postgrey.example/help/example.net.html',
  'see:https://x.example/(a)bob@example.net',
  'name=example.net',
  'ip=192.0.2.1',
  'foo.bar:baz.qux',
  'no...such',
  '...',
  'user=bob@example.net',
  'mailto:bob@example.net',
  "it's",
  '`x.example`:',
  '[TSS04]',
  '<>',
  'unknown',
  'user',
  'blocked',
  'spam',
  'quota',
  'rate',
  'limit',
]

const rules = [...allProviders.flatMap(({ rules }) => rules), ...textRules, ...weakRules]

const examples = rules.flatMap(({ examples }) =>
  examples.map(example => (typeof example === 'string' ? example : example.said)),
)

/** Numbers that stand in an expression of a rule, or begin so. */
const numbersOfRules: readonly string[] = rules
  .flatMap(({ match }) => [match ?? []].flat())
  .flatMap(({ source }) => source.replace(/\{[\d,]+\}/g, '').match(/\d+/g) ?? [])
  .flatMap(digits => [digits, `${digits}7`, `${digits}31`, `${digits}906`])
  .filter(number => number.length <= 6)

/** What differs from mail to mail, by kind: two mails of one pattern have others of each. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  H: HOSTS,
  A: ['foe@example.org', 'x+y@example.com', 'POSTMASTER@EXAMPLE.NET', '5.1.1@x.example', 'a@b'],
  I: ['192.0.2.1', '203.0.113.25', '5.1.1.2', '550.1.1.1'],
  L: [
    '98e67ed59e1d1-2e9b8a1si1234567.148',
    'd2e1a72fcca58-7e2b5a8f8a1',
    'AbCdEf0123456789',
    '12345678',
    '550-Abcdef012345678',
    '4.7.1abcdefgh0123456.1',
  ],
  N: ['289 seconds', '612 seconds', '3 minutes', '14 minutes', '1 hour'],
  D: ['7', '12', '592', '107', '10240', '99310', '5321', '5322', '12.5', '99.1'],
}
const TOKENS = [
  '{R}',
  '{S}',
  '{RD}',
  '{SD}',
  '{H}',
  '{A}',
  '{I}',
  '{L}',
  '{N}',
  'of {D}',
  '{H} {D}',
  'Win.Test.{D}',
]
const AROUND = [
  '*',
  '<*>',
  '<*>:',
  '(*)',
  '[*]',
  '"*"',
  '*.',
  '*...',
  '*:',
  '#*',
  'name=*',
  '*;',
  "'*',",
  'x/*',
  '-*',
  '`*',
]

const piece = fc.oneof(
  fc.constantFrom(...WORDS),
  fc
    .tuple(fc.constantFrom(...AROUND), fc.constantFrom(...TOKENS))
    .map(([around, token]) => around.replace('*', token)),
)
const pattern = fc
  .record({
    example: fc.constantFrom(...examples),
    pieces: fc.array(fc.tuple(fc.nat(30), piece), { maxLength: 4 }),
  })
  .map(({ example, pieces }) => {
    const words = example.split(' ')
    for (const [at, word] of pieces) words.splice(at % (words.length + 1), 0, word)
    return words.join(' ').replace(/ {2,}/g, ' ').trim()
  })
const INTRODUCTIONS = [
  '',
  'host * said: ',
  'host * refused to talk to me: ',
  'delivery temporarily suspended: host * said: ',
  'connect to *: ',
]
const RELAYS = ['mx1.example.net[192.0.2.7]:25', 'MX.other.example[203.0.113.9]:25']

interface Choices {
  sender: string
  recipient: string
  relay: string
  picks: readonly number[]
}

const choices: fc.Arbitrary<Choices> = fc.record({
  sender: fc.constantFrom(...SENDERS),
  recipient: fc.constantFrom(...RECIPIENTS),
  relay: fc.constantFrom(...RELAYS),
  picks: fc.array(fc.nat(20), { minLength: 3, maxLength: 8 }),
})

function mailOf(pattern: string, introduction: string, { sender, recipient, relay, picks }: Choices): Mail {
  let at = 0
  const text = pattern.replace(/\{([A-Z]{1,2})\}/g, (token, kind: string) => {
    if (kind === 'R') return recipient
    if (kind === 'S') return sender || token
    if (kind === 'RD') return recipient.slice(recipient.indexOf('@') + 1)
    if (kind === 'SD') return sender.slice(sender.indexOf('@') + 1) || token
    const values = KINDS[kind] ?? []
    return values[(picks[at++ % picks.length] ?? 0) % values.length] ?? token
  })
  return { sender, recipient, relay, text: introduction.replace('*', relay.replace(/:25$/, '')) + text }
}

describe('two failures whose texts have the same hash', () => {
  const pairs = fc.tuple(pattern, fc.constantFrom(...INTRODUCTIONS), choices, choices)
  const runs = {
    seed: Number(process.env.FUZZ_SEED ?? 1),
    numRuns: Number(process.env.FUZZ_RUNS ?? 300) * 10,
  }

  test('get the same verdict, codes and template', () => {
    let compared = 0
    fc.assert(
      fc.property(pairs, ([text, introduction, one, other]) => {
        const first = failureOf(mailOf(text, introduction, one))
        const second = failureOf(mailOf(text, introduction, other))
        if (first === null || second === null || first.hash !== second.hash) return
        compared++
        expect(saidBy(second)).toEqual(saidBy(first))
      }),
      runs,
    )
    // Where all hashes differ, nothing is compared.
    expect(compared).toBeGreaterThan(runs.numRuns / 20)
  })
})

describe('texts that differ in one number and have the same hash', () => {
  const NUMBER = /(?<![\w.])\d{1,6}(?:\.\d{1,3})?(?![\w.])/g
  /** A rule's own numbers, and a number anywhere. */
  const places = examples.flatMap(example => [
    ...[...example.matchAll(NUMBER)].map(({ 0: number, index }) => [
      example.slice(0, index),
      example.slice(index + number.length),
    ]),
    ...[...example.matchAll(/(?<=\S) /g)].map(({ index }) => [
      example.slice(0, index + 1),
      example.slice(index),
    ]),
  ])
  const BEFORE = [
    'socket error code ',
    'Win.Test.',
    '550 rfc.',
    'mx.example.org ',
    'see rfc ',
    'violates RFC ',
    'ccl ',
    'mx points to ',
    'try again in ',
    'retry in ',
    'retry after ',
    'retry-after: ',
    'come back in about ',
    'delayed for ',
    'wait ',
    'is ',
  ]
  const BEHIND = [
    '',
    ']',
    ',5 seconds',
    ' min',
    ' sec',
    ' s',
    ' hrs',
    ' days',
    ' bytes',
    ' 5.4.7 no',
    ' -',
    ')',
  ]
  const around = fc.oneof(
    fc.constantFrom(...places),
    fc
      .tuple(
        fc.oneof(fc.constant(['554 ', '']), fc.constantFrom(...places)),
        fc.constantFrom(...BEFORE),
        fc.constantFrom(...BEHIND),
      )
      .map(([[before, behind], words, unit]) => [`${before}${words}`, `${unit}${behind}`]),
  )
  const number = fc.oneof(
    fc.constantFrom(...numbersOfRules),
    fc.nat(999_999).map(String),
    fc.nat(999).map(String),
    fc.tuple(fc.nat(999), fc.nat(999)).map(([one, other]) => `${one}.${other}`),
  )

  test('get the same verdict, codes and template', () => {
    const [sender = '', recipient = ''] = [SENDERS[0], RECIPIENTS[0]]
    let compared = 0
    fc.assert(
      fc.property(around, fc.array(number, { minLength: 12, maxLength: 12 }), ([before, behind], numbers) => {
        const byHash = new Map<string, object>()
        for (const number of numbers) {
          const text = `${before}${number}${behind}`
          const failure = failureOf({ sender, recipient, relay: 'mx1.example.net[192.0.2.7]:25', text })
          if (failure === null) continue
          const known = byHash.get(failure.hash)
          // How long to wait is told by the number itself.
          const isTime = /^ (?:second|minute|hour)/.test(behind ?? '')
          const said = {
            ...saidBy(failure),
            retryAfter: isTime ? null : classify(failure.attempt).retryAfter,
          }
          if (known === undefined) byHash.set(failure.hash, said)
          else {
            compared++
            expect(said).toEqual(known)
          }
        }
      }),
      { seed: Number(process.env.FUZZ_SEED ?? 1), numRuns: Number(process.env.FUZZ_RUNS ?? 300) },
    )
    expect(compared).toBeGreaterThan(100)
  })
})

describe('texts that differ in nothing but what differs from mail to mail have the same hash', () => {
  const [one, other] = [
    { sender: 'news@shop.example.com', recipient: 'bob@example.net', relay: 'mx1.example.net[192.0.2.7]:25' },
    {
      sender: 'ada@post.example.org',
      recipient: 'eve.smith@example.com',
      relay: 'mx9.example.com[192.0.2.9]:25',
    },
  ] as const
  test.each([
    [
      'the recipient',
      '550 5.1.1 <bob@example.net>: User unknown',
      '550 5.1.1 <eve.smith@example.com>: User unknown',
    ],
    [
      'a host',
      'connect to mx1.example.net[192.0.2.7]:25: Connection refused',
      'connect to mail.example.org[203.0.113.25]:25: Connection refused',
    ],
    [
      'the server that spoke',
      'host mx1.example.net[192.0.2.7] said: 552 5.2.2 full',
      'host mx9.example.com[192.0.2.9] said: 552 5.2.2 full',
    ],
    [
      'an id',
      '451 4.7.0 Try later 98e67ed59e1d1-2e9b8a1si1234567.148 - gsmtp',
      '451 4.7.0 Try later d2e1a72fcca58-7e2b5a8si7654321.12 - gsmtp',
    ],
    [
      "a page of the recipient's domain",
      '450 4.2.0 Greylisted, see http://postgrey.example/help/example.net.html',
      '450 4.2.0 Greylisted, see http://postgrey.example/help/example.com.html',
    ],
    ['a size', '552 5.3.4 Larger than 10240 bytes', '552 5.3.4 Larger than 52428 bytes'],
    ['a score', '550 5.7.1 This scored 12.5 points', '550 5.7.1 This scored 97.1 points'],
    [
      'a number behind a name in brackets',
      '550 5.4.1 Access denied. [mx.example.org 592]',
      '550 5.4.1 Access denied. [mail.example.com 107]',
    ],
    [
      'the number of a name',
      '550 5.7.1 This contains malware (Win.Test.414)',
      '550 5.7.1 This contains malware (Win.Test.107)',
    ],
    [
      'a waiting time',
      '451 4.7.1 Greylisted, come back in 289 seconds',
      '451 4.7.1 Greylisted, come back in 612 seconds',
    ],
  ])('%s', (_, first, second) => {
    const [a, b] = [failureOf({ ...one, text: first }), failureOf({ ...other, text: second })]
    expect(a?.hash).toBeDefined()
    expect(a?.hash).toBe(b?.hash)
  })
  test.each([
    ['another word', ['550 5.1.1 No such user', '550 5.1.1 No such host', '550 5.1.2 No such user']],
    ['another code', ['451 Lookup failed with error 550', '451 Lookup failed with error 450']],
    [
      'a number that a rule looks for',
      ['550 Not compliant with RFC 5322', '550 Not compliant with RFC 5399'],
    ],
    ['another name with a number', ['550 Found Win.Test.414', '550 Found Win.Text.414']],
    ['a name with a number that a rule looks for', ['550 Not RFC.5322', '550 Not RFC.5399']],
    ['a time to wait', ['450 Retry in 300', '450 Retry in 600']],
    ['a time to wait, in another unit', ['450 Try again after 10 min', '450 Try again after 15 min']],
    ['as many digits but one', ['552 Larger than 10240 bytes', '552 Larger than 102400 bytes']],
  ])('but %s has another one', (_, texts) => {
    expect(new Set(texts.map(text => failureOf({ ...one, text })?.hash)).size).toBe(texts.length)
  })
})
