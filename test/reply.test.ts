import { expect, test } from 'vitest'
import { anyEnhancedCode, parseReply } from '../src/ingest/reply.ts'

test('a reply gives its basic code and the enhanced code right behind it', () => {
  expect(parseReply('550 5.1.1 No such user')).toEqual({
    replyCode: 550,
    enhancedCode: '5.1.1',
    text: '550 5.1.1 No such user',
  })
})

test.each([
  '550 #5.1.1 x',
  '550-5.1.1 x',
  '550 (#5.1.1) x',
  '550 sorry, no mailbox here by that name. (#5.1.1)',
])('an enhanced code is found where servers put it: "%s"', text =>
  expect(parseReply(text).enhancedCode).toBe('5.1.1'),
)

test.each(['550 5.1.10 x', '550 Blocked 5.1.1.2 x', '550 v5.1.1 x', '550 5.01.1 x'])(
  '5.1.1 is not found in "%s"',
  text => expect(parseReply(text).enhancedCode).not.toBe('5.1.1'),
)

test('the repeated codes of a multi-line reply are dropped', () => {
  expect(parseReply('550-5.1.1 The account 550-5.1.1 does not 550 5.1.1 exist').text).toBe(
    '550 5.1.1 The account does not exist',
  )
})

test('an IP address or a version is no enhanced code anywhere in a text', () => {
  expect(anyEnhancedCode('host 5.1.1.9 runs 4.87.1.2 and x5.1.1')).toBe(null)
})
