/**
 * Table: what other tools call each reason, for people who compare or migrate.
 *
 * A name is the one that tool gives to most failures of the reason; where it has none, null. The tools judge by
 * other evidence, so that single failures may be named otherwise there.
 */
import type { Reason } from '../types.ts'

export const TAXONOMIES = ['sisimai', 'ses', 'sendgrid', 'kumomta', 'powermta'] as const

export type Taxonomy = (typeof TAXONOMIES)[number]

type ForeignNames = Readonly<Record<Taxonomy, string | null>>

/** In the order of TAXONOMIES; SES as type/subtype. */
function names(
  sisimai: string | null,
  ses: string | null,
  sendgrid: string | null,
  kumomta: string | null,
  powermta: string | null,
): ForeignNames {
  return { sisimai, ses, sendgrid, kumomta, powermta }
}

const permanent = 'Permanent/General'
const transient = 'Transient/General'
const content = 'Transient/ContentRejected'

export const crosswalk: Readonly<Record<Reason, ForeignNames>> = {
  'user-unknown': names('userunknown', permanent, 'Invalid Address', 'InvalidRecipient', 'bad-mailbox'),
  'domain-unknown': names('hostunknown', permanent, 'Invalid Address', 'BadDomain', 'bad-domain'),
  'domain-not-accepting': names('notaccept', permanent, 'Invalid Address', 'BadDomain', 'bad-domain'),
  'address-moved': names('hasmoved', permanent, 'Invalid Address', 'InactiveMailbox', 'inactive-mailbox'),
  'address-invalid': names('syntaxerror', permanent, 'Invalid Address', 'InvalidRecipient', 'bad-mailbox'),
  'sender-rejected': names('rejected', transient, 'Technical', 'InvalidSender', 'invalid-sender'),
  'mailbox-disabled': names(
    'suspend',
    permanent,
    'Mailbox Unavailable',
    'InactiveMailbox',
    'inactive-mailbox',
  ),
  'mailbox-full': names(
    'mailboxfull',
    'Transient/MailboxFull',
    'Mailbox Unavailable',
    'QuotaIssues',
    'quota-issues',
  ),
  'recipient-refused': names('filtered', transient, 'Mailbox Unavailable', 'PolicyRelated', 'policy-related'),
  'recipient-restricted': names(
    'rejected',
    transient,
    'Mailbox Unavailable',
    'PolicyRelated',
    'policy-related',
  ),
  'recipient-rate-limited': names(
    'speeding',
    transient,
    'Mailbox Unavailable',
    'TransientFailure',
    'quota-issues',
  ),
  'list-expansion': names('filtered', transient, 'Unclassified', 'InvalidRecipient', 'other'),
  'message-too-large': names(
    'mesgtoobig',
    'Transient/MessageTooLarge',
    'Content',
    'QuotaIssues',
    'content-related',
  ),
  'system-full': names('systemfull', transient, 'Technical', 'QuotaIssues', 'quota-issues'),
  'system-error': names('systemerror', transient, 'Technical', 'BadConfiguration', 'bad-configuration'),
  'delivery-agent-error': names(
    'mailererror',
    transient,
    'Technical',
    'BadConfiguration',
    'bad-configuration',
  ),
  'network-error': names('networkerror', transient, 'Technical', 'NoAnswerFromHost', 'no-answer-from-host'),
  'dns-error': names('networkerror', transient, 'Technical', 'DNSFailure', 'routing-errors'),
  'routing-loop': names('networkerror', transient, 'Technical', 'RoutingErrors', 'routing-errors'),
  expired: names('expired', transient, 'Technical', 'MessageExpired', 'message-expired'),
  'protocol-error': names('syntaxerror', transient, 'Technical', 'ProtocolErrors', 'protocol-errors'),
  'too-many-recipients': names(
    'toomanyconn',
    transient,
    'Frequency/Volume',
    'TooManyRecipients',
    'protocol-errors',
  ),
  'message-malformed': names('contenterror', content, 'Content', 'ContentRelated', 'content-related'),
  virus: names('virusdetected', content, 'Content', 'VirusRelated', 'virus-related'),
  'attachment-rejected': names(
    'policyviolation',
    'Transient/AttachmentRejected',
    'Content',
    'ProhibitedAttachment',
    'content-related',
  ),
  spam: names('spamdetected', content, 'Content', 'SpamContent', 'spam-related'),
  'sender-blocked': names('blocked', transient, 'Reputation', 'SpamBlock', 'spam-related'),
  'auth-failure': names('authfailure', transient, 'Technical', 'AuthenticationFailed', 'policy-related'),
  'client-identity': names('requireptr', transient, 'Technical', 'AuthenticationFailed', 'policy-related'),
  'tls-error': names('failedstarttls', transient, 'Technical', 'AuthenticationFailed', 'protocol-errors'),
  'login-failed': names('securityerror', transient, 'Technical', 'AuthenticationFailed', 'policy-related'),
  'relay-denied': names('norelaying', transient, 'Technical', 'RelayDenied', 'relaying-issues'),
  'rate-limited': names('speeding', transient, 'Frequency/Volume', 'TransientFailure', 'bad-connection'),
  greylisted: names('undefined', null, null, 'TransientFailure', 'other'),
  'policy-rejected': names('policyviolation', content, 'Content', 'PolicyRelated', 'policy-related'),
  suppressed: names('suppressed', 'Permanent/Suppressed', null, null, null),
  unknown: names('undefined', 'Undetermined', 'Unclassified', 'Uncategorized', 'other'),
}

const byReason: ReadonlyMap<string, ForeignNames> = new Map(Object.entries(crosswalk))

/** The name that tool gives to a reason; null if it has none. */
export function foreignName(taxonomy: Taxonomy, reason: string): string | null {
  return byReason.get(reason)?.[taxonomy] ?? null
}
