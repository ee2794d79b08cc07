/**
 * Table: each reason in plain words and the next step, and each action as a heading. For people who read a
 * report and do not know mail; the order of the actions is that of urgency.
 */
import type { Action, Reason } from '../types.ts'

export interface ActionAdvice {
  title: string
  /** Whose move it is. */
  step: string
}

export const actionAdvice: Readonly<Record<Action, ActionAdvice>> = {
  suppress: { title: 'Stop mailing', step: 'take these addresses off the lists' },
  'fix-sender': { title: 'Fix the sender', step: 'your DNS, reputation, authentication or configuration' },
  'slow-down': { title: 'Slow down', step: 'send less at a time to these providers' },
  'fix-message': { title: 'Fix the message', step: 'change content, size or form' },
  review: { title: 'Look at it', step: 'a person has to decide' },
  retry: { title: 'Wait', step: 'the queue tries again by itself' },
}

export const actionOrder: readonly Action[] = [
  'suppress',
  'fix-sender',
  'slow-down',
  'fix-message',
  'review',
  'retry',
]

export interface ReasonAdvice {
  meaning: string
  step: string
}

export const reasonAdvice: Readonly<Record<Reason, ReasonAdvice>> = {
  'user-unknown': {
    meaning: 'The domain exists, the mailbox does not.',
    step: 'Remove the address; if many are new, check where the list comes from.',
  },
  'domain-unknown': {
    meaning: 'The part after the @ does not exist or has no mail host.',
    step: 'Look for typing errors (gmial.com); remove the address if a second look days later fails too.',
  },
  'domain-not-accepting': {
    meaning: 'The domain states that it takes no mail.',
    step: 'Remove its addresses.',
  },
  'address-moved': {
    meaning: 'The recipient moved and left no forwarding.',
    step: 'Remove the address; ask the person for the new one another way.',
  },
  'address-invalid': {
    meaning: 'What stands as the address is not a valid one.',
    step: 'Correct it at its source or remove it.',
  },
  'sender-rejected': {
    meaning: 'The envelope sender or From address is refused.',
    step: 'Check that the sender domain resolves, has an MX, and accepts bounces.',
  },
  'mailbox-disabled': {
    meaning: 'The mailbox exists but is switched off.',
    step: 'Remove the address if it stays so for a week.',
  },
  'mailbox-full': {
    meaning: 'The recipient is over quota.',
    step: 'Nothing now; remove the address if it stays full for weeks.',
  },
  'recipient-refused': {
    meaning: 'This person refuses mail from this sender.',
    step: 'Stop mailing this person from this sender.',
  },
  'recipient-restricted': {
    meaning: 'The group or mailbox takes mail from permitted senders only.',
    step: 'Ask its owner to permit your sender address.',
  },
  'recipient-rate-limited': {
    meaning: 'This recipient receives too much mail at present.',
    step: 'Nothing: a later try passes.',
  },
  'list-expansion': {
    meaning: 'A mailing list or forwarding at the recipient’s side is broken.',
    step: 'Tell the owner of the list.',
  },
  'message-too-large': {
    meaning: 'The message is larger than the receiver allows.',
    step: 'Send a link instead of the attachment.',
  },
  'system-full': {
    meaning: 'The receiving system is out of storage.',
    step: 'Nothing: their move. Tell them if it lasts for days.',
  },
  'system-error': {
    meaning: 'A mail system failed or is misconfigured.',
    step: 'Nothing at first; if it lasts, ask the receiver’s postmaster.',
  },
  'delivery-agent-error': {
    meaning: 'A local delivery program, pipe or filter failed.',
    step: 'Read the program’s message; repair it if the host is yours.',
  },
  'network-error': {
    meaning: 'The receiver’s host could not be reached.',
    step: 'Check your own firewall and port 25 if it concerns many domains; else wait.',
  },
  'dns-error': {
    meaning: 'The name service failed for now.',
    step: 'Check your resolver if it concerns many domains; else wait.',
  },
  'routing-loop': {
    meaning: 'The message goes round in circles.',
    step: 'Check aliases, forwarding and the MX records of the domain.',
  },
  expired: {
    meaning: 'Given up after the queue lifetime; no underlying cause is known.',
    step: 'Look at the deferrals before it; check the domain by hand.',
  },
  'protocol-error': {
    meaning: 'An SMTP command or its syntax was refused.',
    step: 'Look at the reply; a proxy or an unusual extension is often in between.',
  },
  'too-many-recipients': {
    meaning: 'Too many recipients in one transaction.',
    step: 'Lower the recipient limit per message for this destination.',
  },
  'message-malformed': {
    meaning: 'The message breaks the mail format or lacks a header that is demanded.',
    step: 'Repair the program that writes it.',
  },
  virus: {
    meaning: 'The message is held for infected.',
    step: 'Find what sent it: an account or a host may be taken over.',
  },
  'attachment-rejected': {
    meaning: 'This kind of attachment is forbidden.',
    step: 'Send another format, or a link.',
  },
  spam: {
    meaning: 'The content or its links are judged as spam.',
    step: 'Check links and wording; check that recipients asked for the mail.',
  },
  'sender-blocked': {
    meaning: 'Your IP, network or domain is blocked or has a poor reputation.',
    step: 'Find the cause, stop it, then ask the named list or provider for removal.',
  },
  'auth-failure': {
    meaning: 'SPF, DKIM, DMARC or ARC fails.',
    step: 'Correct the DNS records and the signing of the sender domain.',
  },
  'client-identity': {
    meaning: 'The reverse DNS or the HELO name of the sending host is missing or does not match.',
    step: 'Set a PTR record, a matching A record, and use that name in HELO.',
  },
  'tls-error': {
    meaning: 'Encryption is required, not offered, or failed.',
    step: 'Check STARTTLS, certificates, and DANE or MTA-STS of both sides.',
  },
  'login-failed': {
    meaning: 'The relay requires a login or refuses yours.',
    step: 'Check user name, password and state of your account at the relay.',
  },
  'relay-denied': {
    meaning: 'The server does not relay for you or for this domain.',
    step: 'Check the route: the wrong host, a stale MX, or a missing permission.',
  },
  'rate-limited': {
    meaning: 'Too many messages, connections or recipients in a time.',
    step: 'Lower connections and rate for this provider; warm up new IPs slowly.',
  },
  greylisted: {
    meaning: 'Refused for now on purpose.',
    step: 'Nothing: the retry passes.',
  },
  'policy-rejected': {
    meaning: 'A local rule of the receiver refused it and says no more.',
    step: 'Read the words; ask the receiver’s postmaster.',
  },
  suppressed: {
    meaning: 'Your own platform did not send: the address is on its suppression list.',
    step: 'Take the address off your list, or off the suppression list if that is wrong.',
  },
  unknown: {
    meaning: 'The reply does not say why.',
    step: 'Read the words; a wording no rule knows is worth reporting to bouncelog.',
  },
}
