/**
 * Table: the second number of an enhanced status code -> what the failure is about.
 *
 * Spec: RFC 3463 §3
 */
import type { Subject } from '../types.ts'

export interface SubjectRow {
  /** The second number of the code. */
  number: number
  subject: Subject
  meaning: string
}

export const subjects: readonly SubjectRow[] = [
  { number: 0, subject: 'other', meaning: 'nothing is known but the class' },
  { number: 1, subject: 'addressing', meaning: 'an address: the recipient’s or the sender’s' },
  { number: 2, subject: 'mailbox', meaning: 'the state of the mailbox' },
  { number: 3, subject: 'mail-system', meaning: 'the state of the receiving system' },
  { number: 4, subject: 'network', meaning: 'the network, the name service, the route' },
  { number: 5, subject: 'protocol', meaning: 'the SMTP dialogue' },
  { number: 6, subject: 'content', meaning: 'the form of the message' },
  { number: 7, subject: 'policy', meaning: 'security and policy' },
]
