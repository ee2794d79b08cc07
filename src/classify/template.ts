/**
 * A reply -> its template: what stays the same from mail to mail, for counting.
 *
 * In:     an attempt
 * Out:    its words without framing, addresses, hosts, numbers
 */
import type { Attempt } from '../types.ts'
import { replyOf } from './judge.ts'

const LONGEST = 200

export function templateOf(attempt: Attempt): string {
  const { masked, codes } = replyOf(attempt, attempt.diagnostic)
  const words = masked.words.replace(/(?<![\w.])\d{1,6}(?![\w.])/g, (number, at: number) =>
    at < 5 && number.length === 3 ? number : '{n}',
  )
  if (words !== '') return words.slice(0, LONGEST)
  return `(no words) ${codes.replyCode ?? ''} ${codes.enhancedCode ?? ''}`.trim()
}
