/**
 * Messages that arrive where bounces arrive and are no failure: complaints, receipts, reports, auto-replies.
 *
 * In:     a mail that was taken apart
 * Out:    one Notice with its kind, or null: a bounce, or a plain mail
 * Spec:   RFC 5965 (ARF), RFC 8098 (MDN), RFC 8460 (TLS-RPT), RFC 3834 (automatic responses)
 */
import type { Notice } from '../../types.ts'
import type { Place } from './findings.ts'
import type { Mail } from './part.ts'

export function parseNotice(_mail: Mail, _place: Place): Notice | null {
  return null
}
