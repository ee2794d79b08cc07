/** Wordings of a report: replies that differ in nothing but what differs from message to message are one. */
import { expect, test } from 'vitest'
import { templateOf } from '../../src/report/template.ts'

test.each([
  [
    'the recipient and a size',
    '552 5.3.4 <{to}>: larger than {n} bytes',
    [
      '552 5.3.4 <a@example.net>: larger than 10240 bytes',
      '552 5.3.4 <b@example.org>: larger than 999 bytes',
    ],
  ],
  [
    'a number behind a name in brackets, whatever code it looks like',
    '550 5.4.1 Access denied. [{host} {n}]',
    ['550 5.4.1 Access denied. [mx1.example.net 592]', '550 5.4.1 Access denied. [mx2.example.org 17]'],
  ],
  [
    'a time to wait',
    '451 4.7.1 Come back in {n} seconds',
    ['451 4.7.1 Come back in 300 seconds', '451 4.7.1 Come back in 612 seconds'],
  ],
])('replies that differ in %s are one', (_, wording, replies) => {
  const template = wording.replace('{to}', '{address}')
  expect(replies.map(templateOf)).toEqual(replies.map(() => template))
})

test.each(['550 5.1.1 no such user', 'error 452 behind', 'Access denied (S3150)', 'mx.example.net 550 no'])(
  'the codes of "%s" stay',
  reply => {
    expect(templateOf(reply)).toBe(reply.replace('mx.example.net', '{host}'))
  },
)
