/**
 * Text rules: the receiving or sending system, and programs that deliver.
 */
import type { Rule } from '../rule.ts'

/** Before the rules of connections: a program that could not connect is a program that failed. */
export const deliveryAgentRules: readonly Rule[] = [
  {
    id: 'delivery-agent-error.file',
    reason: 'delivery-agent-error',
    match: [
      /\bcan'?t create (?:user )?output file\b/,
      /\bcannot (?:open|create|write|append to) (?:the )?(?:user )?(?:mail ?box|mbox|output file|maildir)\b/,
    ],
    source: 'Sendmail mail.local',
    examples: ["can't create user output file"],
    butNot: ['550 cannot open session'],
  },
  {
    id: 'delivery-agent-error.command',
    reason: 'delivery-agent-error',
    match: [
      /\bcommand (?:died|time limit exceeded|output|failed|terminated|line)\b/,
      /\bchild (?:process|status|exited)\b|\bdied with (?:status|signal)\b|\b(?:unknown )?mailer error\b/,
      /\bmailer (?:died|exited|failed|terminated|returned)\b/,
      /\b(?:local )?delivery (?:agent|program|command|script) (?:\S{1,20} )?(?:failed|error|died|exited|crashed|returned|timed)/,
      /\blocal delivery failed\b|\bprocmail\b|\bmaildrop: |\bvdelivermail\b/,
      /\bdeliver(?:y)? (?:program|agent)\b|\bpipe to \|?|\bpipe (?:transport|delivery|command|failed)\b/,
      /\bexit(?:ed)? (?:with )?(?:status|code|value)? ?\d{1,3}\b|\bpostdrop\b|\bsmrsh\b/,
      /\bcannot execute binary\b|\bcannot exec\b|"\|[^"]{1,300}"/,
      /\breturned (?:exit )?(?:status|code|value|non-?zero) ?\d{0,3}\b|\btransport returned\b/,
      /\bbounced by (?:script|program|filter)\b|\bfilter (?:script|program|command) (?:failed|error)/,
    ],
    source: 'Postfix pipe(8), local(8) sysexits; Exim pipe transport; Sendmail prog mailer',
    examples: [
      'Command died with status 17: "/usr/sbin/filter". Command output: panic',
      '554 5.3.0 unknown mailer error 255',
      'Child process of address_pipe transport returned 2 from command: /usr/bin/filter',
      'local delivery failed',
      'temporary failure. Command output: checker: unable to connect to daemon: Connection refused',
      '554 "|exec /usr/local/bin/procmail -f- || exit 75 #ada"... Service unavailable',
    ],
    butNot: ['550 5.5.2 command not recognized'],
  },
]

export const mailSystemRules: readonly Rule[] = [
  {
    id: 'system-error.more',
    reason: 'system-error',
    match: [
      /\binterrupted system call\b|\bloop was found in the mail exchanger\b|\bno mdb\b/,
      /\bcould not load drd\b|\boperation now in progress\b/,
      /\b(?:mailbox|message store|mail store|database|mdb) (?:is )?(?:offline|dismounted|corrupt\S{0,3}|locked)\b/,
      /\bcould not (?:get|obtain) (?:a )?lock\b|\bresource temporarily unavailable\b/,
      /\bbroken (?:mail ?server|configuration)\b/,
    ],
    source: 'Exchange, Sun Messaging Server, AT&T, errno(3)',
    examples: [
      'interrupted system call',
      'recipient deferred because there is no Mdb',
      '451 could not load DRD for domain',
    ],
    butNot: ['550 mailbox locked by administrator'],
  },
  {
    id: 'system-error.try-later',
    reason: 'system-error',
    match:
      /\b(?:try|retry|resend|send|come back)(?: \S{1,20})? ?(?:again )?(?:later|again|in a (?:few|while)|soon)\b/,
    when: { replyCode: [421, 451] },
    source: 'RFC 5321 §4.2.3: 421 and 451 speak of the server',
    examples: ['421 Please try again later', '421 4.7.0 Try again later', '451 please try later'],
    butNot: ['450 4.7.1 please try again later', '421 4.7.0 too many connections, try again later'],
  },
  {
    id: 'system-error.service-unavailable',
    reason: 'system-error',
    vague: true,
    match: /\bservice (?:is )?(?:currently |temporarily )?(?:unavailable|not available)\b/,
    source: 'Sendmail EX_UNAVAILABLE: the words for every failure that has none of its own',
    examples: ['554 <a@example.com>... Service unavailable', '421 Service not available'],
    butNot: ['554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org'],
  },
  {
    id: 'system-error.internal',
    reason: 'system-error',
    match: [
      /\b(?:internal|temporary|local|server|system|software|configuration|resource|processing|database|backend|unexpected|transient|queue|spool|lookup|ldap|directory|storage|sql|mailstore|io|i\/o|disk|file|filesystem|config|service|unspecified)(?: \S{1,20}){0,2} (?:error|failure|problem|fault|malfunction|configuration error|outage|exception|crash)\b/,
      /\b(?:error|failure|problem) (?:in|during|while) (?:processing|writing|reading|storing|opening|accessing|queu\S{2,5})\b/,
      /\bservice (?:is )?(?:temporarily |currently )?(?:unavailable|not available|shutting|busy|down|interrupted|not responding|closing)\b/,
      /\b(?:system|server|host|service|mail server|mail system|site|machine|resources?|domain|mx) (?:is |are )?(?:(?:currently|temporarily|too) ){0,2}(?:busy|overloaded|overload|unavailable|not available|down|unable|out of (?:memory|resources)|under maintenance|not ready|offline|in maintenance|failed|congested|shutting down|full load|undergoing|heavily loaded|not currently accepting|not accepting messages)\b/,
      /\b(?:load|system load) (?:\S{1,20} )?(?:too high|high|average)\b|\bhigh load\b|\bmaintenance\b/,
      /\bback ?-?pressure\b|\boverload(?:ed)?\b|\binsufficient (?:memory|resources)\b/,
      /\bcannot allocate memory\b|\bout of memory\b|\bmisconfigur|\bmail transport unavailable\b/,
      /\bunknown mail transport\b|\bunable to contact ldap\b|\bldap (?:server|error|lookup|unavailable)/,
      /\bblame it on the weather\b/,
      /\btemporar(?:y|ily) (?:unable|unavailable|fail|not (?:able|available)|out of|system|problem|suspended|disabled|error|rejected|deferred|defer)\b/,
      /\b(?:cannot|can ?not|could not|unable to) (?:process|queue|write|store|save|handle|open|create|append|lock|access|accept (?:your )?(?:mail|message)s? (?:at this time|right now|due to|because of))\b/,
      /\bplease (?:report|contact) (?:\S{1,20} )?(?:to )?(?:our )?(?:engineers|administrator about this error)/,
      /\bstoredrv\b|\binternal_error\b|\bcorrupt|\bencountered an error while being processed\b/,
      /\bfailed to be replicated\b|\bsomething went wrong\b|\bclosing (?:transmission|connection|channel)\b/,
      /\bserver configuration\b|\bmail ?server (?:is )?(?:mis|in)configured\b/,
      /\bnot accepting (?:network )?messages\b|\bconfig(?:uration)? error\b|\bread-?only file system\b/,
      /\bpermission denied\b.{0,60}\b(?:file|directory|mailbox|maildir|open|create|lock|spool)/,
      /\b(?:open|create|lock|stat|chdir|mkdir|rename|write|read)(?:ing)? (?:\S{1,200} )?(?:failed|error|permission denied)/,
      /\binput\/output error\b|\btemporary (?:failure|error|problem)\b/,
    ],
    source: 'wordings of servers that failed; RFC 3463 X.3.x',
    examples: [
      '451 Internal server error',
      '451 4.3.0 Temporary system failure',
      '421 Server temporarily unavailable',
      '550 5.3.5 <a@example.org>... Internal System Error',
      '554 Error: transaction failed, blame it on the weather: E2: Cannot accept your message due to internal error',
      'mail transport unavailable',
      '421 4.3.2 Service shutting down',
      'Unable to contact LDAP server. (#4.4.3)',
    ],
    butNot: ['552 5.2.2 mailbox full, temporary failure', '550 mailbox unavailable'],
  },
]
