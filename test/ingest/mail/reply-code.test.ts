import { expect, test } from 'vitest'
import { findReply } from '../../../src/ingest/mail/reply-code.ts'

test.each([
  ['host mx.example.com said: 550 5.1.1 no', '550 5.1.1 no'],
  ['SMTP Protocol Returned a Permanent Error 550 5.1.1 no', '550 5.1.1 no'],
  ['Remote Server returned (#550 no)', '550 no)'],
  ['451 later', '451 later'],
])('the reply in "%s" is found', (text, reply) => {
  expect(text.slice(findReply(text))).toBe(reply)
})

test.each([
  'a message with 500 recipients was refused',
  'its size was 450 kB',
  'Command died with status 75',
  'queued as 4504ABC',
  'at 192.0.2.450',
  'on 2026-03-03 at 4:50',
])('no reply is found in "%s"', text => expect(findReply(text)).toBe(-1))
