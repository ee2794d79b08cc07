/**
 * Tables: words of Postfix's own that tell which SMTP command failed.
 *
 * Source: smtp_proto.c, smtp_chat.c, smtp_session.c, smtp_sasl_glue.c of Postfix 2.3 to 3.11; the lab's lines.
 */
import type { Command } from '../../types.ts'

/** "(in reply to … command)": what stands between. LMTP's LHLO is its EHLO. */
export const REPLIED_TO: ReadonlyMap<string, Command> = new Map([
  ['HELO', 'EHLO'],
  ['EHLO', 'EHLO'],
  ['LHLO', 'EHLO'],
  ['STARTTLS', 'STARTTLS'],
  ['AUTH', 'AUTH'],
  ['MAIL FROM', 'MAIL'],
  ['RCPT TO', 'RCPT'],
  ['DATA', 'DATA'],
  ['BDAT', 'DATA'],
  ['end of DATA', 'END-OF-DATA'],
])

/** "lost connection with X while …", "conversation with X timed out while …": words of what follows "while". */
export const STAGES: readonly (readonly [string, Command])[] = [
  ['greeting', 'CONNECT'],
  ['STARTTLS', 'STARTTLS'],
  ['TLS handshake', 'STARTTLS'],
  ['AUTH', 'AUTH'],
  ['authentication', 'AUTH'],
  ['handshake', 'EHLO'],
  ['MAIL FROM', 'MAIL'],
  ['RCPT TO', 'RCPT'],
  ['DATA command', 'DATA'],
  ['message body', 'END-OF-DATA'],
  ['end of data', 'END-OF-DATA'],
]

/** How a cause begins that Postfix found out by itself, and the command that it concerns. */
export const LOCAL_CAUSES: readonly (readonly [string, Command])[] = [
  ['connect to ', 'CONNECT'],
  ['TLS is required', 'STARTTLS'],
  ['Cannot start TLS', 'STARTTLS'],
  ['Server certificate ', 'STARTTLS'],
  ['SASL authentication ', 'AUTH'],
  ['Authentication failed', 'AUTH'],
]
