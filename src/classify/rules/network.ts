/**
 * Text rules: the network, the name service, the route, the queue's lifetime. Mostly the sending MTA's own words.
 */
import type { Rule } from '../rule.ts'

/** Before the rules of addresses: "Host not found, try again" is no unknown host. */
export const routeRules: readonly Rule[] = [
  {
    id: 'dns-error.temporary',
    reason: 'dns-error',
    match: [
      /\bhost not found, try again\b|\bhost name lookup failure\b/,
      /\bhost lookup (?:did not complete|failed|deferred|timed out)/,
      /\bname service error\b.{0,40}\b(?:try again|server failure|malformed|timed out|unexpected|connection|refused)\b/,
      /\bdns (?:query|lookup|server|resolution|timeout|failure|error|problem|request)s?\b(?!.{0,40}(?:not found|nxdomain|does not exist|no such|non-?existent)).{0,40}\b(?:fail(?:ed|ure)?|timed out|time-?out|servfail|error|temporar\S{1,4}|try again|unavailable|refused|did not)\b/,
      /\bservfail\b/,
      /\b(?:temporary|transient) (?:\S{1,20} )?(?:dns|name (?:server|service)|resolver|lookup|resolution)(?: \S{1,20})? (?:error|failure|problem)?/,
      /\bname (?:server|service) (?:\S{1,20} )?(?:fail\S{0,4}|timeout|timed out|not respond|lookup failure)/,
      /\blookup (?:temporarily failed|timed out)\b/,
      /\bdomain (?:name )?lookup (?:temporar|timed|failed for now)|\bcname lookup failed temporarily\b/,
      /\bunable to (?:look ?up|query) (?:\S{1,20} )?(?:dns|mx)\b|\bno address associated\b.{0,20}\btry/,
      /\bmx (?:lookup|record).{0,20}\b(?:temporar|timed out|fail)|\binfonorecords\b|\bdns query failed\b/,
      /\bmalformed or unexpected name server reply\b|\bmx didn'?t resolve\b|\btemporary lookup failure\b/,
    ],
    source:
      'Postfix 4.4.3, Exim "host lookup did not complete", qmail "CNAME lookup failed temporarily", Exchange 4.4.312',
    examples: [
      'Name service error for domain example.com: Host not found, try again',
      'Deferred: Name server: example.co.jp.: host name lookup failure',
      'host lookup did not complete',
      '451 4.3.0 <a@example.com>: Temporary lookup failure',
      'CNAME lookup failed temporarily. (#4.4.3)',
    ],
    butNot: [
      'Host or domain name not found. Name service error for name=example.invalid type=A: Host not found',
    ],
    before: 'domain-unknown.local-resolver',
  },
  {
    id: 'routing-loop.hops',
    reason: 'routing-loop',
    match: [
      /\btoo many (?:hops|received|"?received"? headers|relays|mx hops)\b|\bhop ?count\b|\bmaximum hops?\b/,
      /\b(?:mail|routing|message|delivery|forwarding|mailer|e-?mail|possible|a) ?-?loop(?:s|ing)?\b/,
      /\bloops? back\b|\bmailloop\b|\bloop(?:ing)? (?:detected|back|found|problem)/,
      /\bexceeded \d{1,4} hops\b|\bin a loop\b|\blowest[ -]numbered mx record points to local ?host\b/,
      /\bbest mx (?:host )?(?:is|points to) (?:local|me|myself|us)\b/,
      /\bmx (?:list for \S{1,255} )?points? (?:back )?to (?:localhost|myself|me|local|\{host\}|127)/,
      /\bunable to find primary relay\b|\brouting loop\b|\balready been (?:here|delivered)\b.{0,20}/,
      /\bdelivered-to\b|\blisted as a best-preference mx\b/,
    ],
    source:
      'RFC 3463 X.4.6; Postfix "loops back to myself", Sendmail "config error: mail loops back to me", qmail "best-preference MX"',
    examples: [
      '554 5.4.6 Too many hops',
      'mail for example.com loops back to myself',
      'Maximum hop count exceeded. Message probably in a routing loop.',
      '554 5.4.6 MailLoop',
      'lowest numbered MX record points to local host',
    ],
    butNot: ['421 too many connections'],
  },
  {
    id: 'expired.delivery-time',
    reason: 'expired',
    match: [
      /\bnext delivery time would be\b|\bexceeds the expiry time\b|\bexpired? (?:in|from) (?:the )?queue\b/,
    ],
    source: 'Momentum, KumoMTA: a retry would come after the expiry',
    examples: ['551 5.4.7 Next delivery time would be at SOME TIME which exceeds the expiry time EXPIRES'],
    butNot: ['550 account expired'],
  },
]

export const connectionRules: readonly Rule[] = [
  {
    id: 'network-error.lost-incoming',
    reason: 'network-error',
    match: /\blost (?:incoming|outgoing|the incoming) connection\b/,
    source: 'Sophos and other proxies in the delivery path',
    examples: ['421 Lost incoming connection'],
    butNot: ['550 lost mailbox'],
  },
  {
    id: 'unknown.no-attempt',
    reason: 'unknown',
    action: 'retry',
    match: /\bretry time not reached\b(?!.{0,60}\blong failure period\b)/,
    source: 'Exim: nothing was tried, the older cause stands on an older line',
    examples: ["retry time not reached for any host for 'example.com'"],
    butNot: ['retry time not reached for any host after a long failure period'],
  },
  {
    id: 'network-error.connection',
    reason: 'network-error',
    match: [
      /\bconnection (?:to \S{1,255} )?(?:\S{1,20} )?(?:refused|timed? ?-?out|reset|lost|dropped|closed|aborted|broken|failed|failure|died|expired|terminated|interrupted|unexpectedly|could not)\b/,
      /\b(?:operation|connect|conversation|session|dialog|smtp|command|read|socket|network|greeting|transmission)(?: with \S{1,255})? (?:timed? ?-?out|timeout)\b/,
      /\btimed out (?:while|waiting|during|on)\b/,
      /\btimeout (?:while|waiting|during|on|after|reading|connecting)\b|\bno route to host\b/,
      /\b(?:network|host|server|destination|domain|system) (?:is )?(?:unreachable|not reachable|down|not responding|not available at this time)\b/,
      /\blost (?:the )?connection\b|\bbroken pipe\b|\bsocket (?:error|closed|timeout|connection)/,
      /\bcould ?n[o']t (?:establish|open|make|get) (?:an? )?(?:smtp |tcp )?(?:connection|session)/,
      /\b(?:unable|failed|could not|cannot|can'?t|can not|not able|couldn'?t|inability) (?:to )?(?:connect|reach|contact (?:the )?(?:remote |mail |destination |recipient )?(?:host|server|domain|mx)|establish (?:an? )?(?:smtp |tcp )?connection|open (?:an? )?(?:smtp )?connection|communicate with)\b/,
      /\bnot accept(?:ing|ed)? (?:our )?(?:requests? to connect|connections?)\b/,
      /\bdid not (?:respond|accept our requests)|\bremote host closed\b/,
      /\b(?:remote (?:host|server|system)|peer|server) (?:unexpectedly )?(?:closed|dropped|terminated|reset|disconnected|hung up)\b/,
      /\bwent away\b|\bunexpected(?:ly)? (?:disconnect|eof|close|closed connection|end)/,
      /\bbad file descriptor\b|\bno answer from host\b|\bhave been failing for a long time\b/,
      /\bfailed to connect\b|\bwinsock error\b|\bsmtp timeout\b|\bhost is down\b|\bno response from\b/,
      /\bconnection could not\b|\bnetwork (?:error|failure|problem|is unreachable)\b/,
      /\bsuspiciousremoteservererror\b|\blost input channel\b|\bnot connect(?:ed)?\b|\bconnecttimeout\b/,
      /\bserver timed out\b|\bconnection attempt\b|\bclosed connection (?:in response to|after)\b/,
      /\ball (?:hosts|attempts|servers)\b.{0,40}\b(?:failing|failed|unreachable|down)/,
    ],
    source:
      'Postfix smtp_connect.c, Exim, Sendmail, Gmail, Exchange: the connection never came about or broke',
    examples: [
      'connect to example.com[192.0.2.1]:25: Connection timed out',
      'connect to example.com[192.0.2.1]:25: No route to host',
      'lost connection with mx.example.com[192.0.2.1] while performing the HELO handshake',
      'conversation with mx.example.com[192.0.2.1] timed out while sending RCPT TO',
      'all hosts have been failing for a long time and were last tried after this message arrived',
      '451 4.4.1 No answer from host',
      'Remote host closed connection in response to initial connection',
      'Remote host mx.example.com [192.0.2.1] closed connection in response to end of data',
      '[example.org 192.0.2.1: socket error]',
    ],
    butNot: ['421 4.7.0 too many connections, connection refused', '554 5.7.1 client refused'],
  },
]

/** After all other text rules: a cause that stands in the same text wins. */
export const lastNetworkRules: readonly Rule[] = [
  {
    id: 'expired.more',
    reason: 'expired',
    vague: true,
    match: [
      /\bretry time not reached\b.{0,40}\blong failure period\b|\bwithin the allowed queue period\b/,
      /\bafter a long failure\b|\bexpired (?:after|message)\b/,
    ],
    source: 'Exim, Domino, Notes',
    examples: [
      'retry time not reached for any host after a long failure period',
      'was not reachable within the allowed queue period',
    ],
    butNot: ['550 account expired'],
  },
  {
    id: 'expired.queue-lifetime',
    reason: 'expired',
    match: [
      /\b(?:message|mail|e-?mail|delivery|envelope|it|queue|time|retry|letter)(?: \S{1,40}){0,3}? (?:has |have |is |was )?(?:expired|timed out|too old)\b/,
      /\bretry (?:timeout|time ?-?out|limit|time) (?:exceeded|expired)/,
      /\b(?:in|on) (?:the |our |my )?queue (?:for )?(?:too long|more than|over|longer)/,
      /\bbeen in the queue\b|\bqueue (?:lifetime|life ?time|expir|timeout|too long)|\bgiving up\b/,
      /\bgive up\b/,
      /\b(?:not|n't|un) ?(?:be )?(?:able to be )?deliver(?:ed|able)?(?: \S{1,30}){0,2} (?:for|within|in|after) (?:the last |more than |over |at least )?(?:\d{1,9}|too long|several|many|a long|multiple|four|five|three|two)/,
      /\bdeliver (?:\S{1,20} ){0,3}?(?:after|for|within) (?:the last )?(?:\d{1,9}|multiple|several|too|many)/,
      /\bdelivery (?:time ?(?:out|limit)|expired|timed out)|\bundeliverable for\b/,
      /\bafter (?:several|multiple|\d{1,4}|many|repeated|too many) (?:unsuccessful )?(?:retries|attempts|tries|delivery attempts|days|hours)\b/,
      /\b(?:failed|tried) (?:\S{1,20} )?\d{1,5} (?:attempts|times)\b/,
      /\bmaximum (?:number of )?(?:retries|delivery attempts|attempts|retry)/,
      /\b(?:retries|attempts) (?:exhausted|exceeded)|\bnot going to try again\b/,
      /\bwill not (?:be retried|try again)\b|\bretried for\b|\bmessage (?:will be )?deleted from queue\b/,
      /\bwill be retried for\b|\btime ?limit (?:\S{1,20} )?(?:exceeded|reached)\b/,
      /\bmax(?:imum)? (?:queue|retry) (?:time|age|duration)|\bmessage lifetime\b/,
      /\bwarning: message still undelivered\b|\bstill undelivered after\b|\bhave not been able to deliver\b/,
      /\bhas not been delivered (?:yet|for)\b/,
    ],
    source: 'RFC 3463 X.4.7; Postfix, Exim, Sendmail, qmail: given up, or not delivered so far',
    examples: [
      'Message could not be delivered for 5 days Message will be deleted from queue',
      "I'm not going to try again; this message has been in the queue too long.",
      'retry timeout exceeded',
      'Envelope expired',
      'Your message was not delivered within 0 days and 1 hours.',
      'Delivery failed 20 attempts: a@example.com',
      'unable to deliver this message after 1 day',
      'Unable to deliver message after multiple retries, giving up.',
    ],
    butNot: [
      '550 account expired',
      'mailbox is full: retry timeout exceeded',
      'Connection refused: retry timeout exceeded',
    ],
  },
]
