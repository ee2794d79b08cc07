import { expect, test } from 'vitest'
import { classify, createClassifier } from '../../src/classify/classify.ts'
import { attemptSaying } from './attempt-saying.ts'

test('an unknown user at RCPT is to be suppressed', () => {
  const verdict = classify(
    attemptSaying({
      said: '550 5.1.1 <ada@example.com>: Recipient address rejected: User unknown',
      command: 'RCPT',
    }),
  )
  expect(verdict).toMatchObject({
    reason: 'user-unknown',
    action: 'suppress',
    subject: 'addressing',
    permanence: 'permanent',
    basis: 'text',
  })
})

test('a full mailbox is retried, although its code is 5.2.2', () => {
  expect(classify(attemptSaying('552 5.2.2 Mailbox full'))).toMatchObject({
    reason: 'mailbox-full',
    action: 'retry',
    subject: 'mailbox',
    conflict: true,
  })
})

test('the cache never changes an answer: where the words tell nothing, each notice is asked', () => {
  const { classify: ask } = createClassifier()
  const reasonOf = (notice: string | null) => ask({ ...attemptSaying('Delivery failed'), notice }).reason
  const notices = [
    null,
    'The mailbox is over quota.',
    'No such user here.',
    '',
    'The mailbox is over quota.',
    null,
  ]
  const reasons = ['unknown', 'mailbox-full', 'user-unknown', 'unknown', 'mailbox-full', 'unknown']
  expect(notices.map(reasonOf)).toEqual(reasons)
})

test('a notice changes nothing where the words of the server decide', () => {
  const { classify: ask } = createClassifier()
  const attempt = attemptSaying('550 5.1.1 No such user here')
  const reasons = ['The mailbox is over quota.', null].map(notice => ask({ ...attempt, notice }).reason)
  expect(reasons).toEqual(['user-unknown', 'user-unknown'])
})

test('the cache never changes an answer: the sender’s address is not the recipient’s', () => {
  const { classify: ask } = createClassifier()
  const text = '550 5.7.1 <a@example.com>: Access denied'
  const first = ask(attemptSaying({ said: text, sender: 'a@example.com', recipient: 'b@example.net' }))
  const second = ask(attemptSaying({ said: text, sender: 'b@example.net', recipient: 'a@example.com' }))
  expect([first.reason, second.reason]).toEqual(['sender-rejected', 'policy-rejected'])
})
