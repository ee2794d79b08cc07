/** Scenarios: recipients, senders and messages of every shape; what the MTA finds out by itself; what administrators do. */
import { DROP, PASS, type Scenario, says } from '../scenario.ts'

const refused = { at: 'RCPT', answers: ['550 5.1.1 no such user'] } as const
const later = { at: 'RCPT', answers: ['450 4.2.0 not now'] } as const
const full = { at: 'RCPT', answers: ['552 5.2.2 over quota'] } as const
const passes = { at: 'RCPT', answers: [PASS] } as const

export const messageScenarios: readonly Scenario[] = [
  says('accepted', 'RCPT', PASS),
  {
    ...says(
      'filtered',
      'END-OF-DATA',
      '250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as 4F1D2A0B7C',
    ),
    filtered: true,
    only: 'postfix',
  },
  // Several recipients of one message
  {
    id: 'mixed-three',
    recipients: [
      { local: 'gone', script: refused },
      { local: 'fine', script: passes },
      { local: 'full', script: full },
    ],
  },
  {
    id: 'mixed-later',
    recipients: [
      { local: 'fine', script: passes },
      { local: 'later', script: later },
    ],
  },
  {
    id: 'mixed-all',
    recipients: [
      { local: 'gone', script: refused },
      { local: 'later', script: { at: 'RCPT', answers: ['451 4.7.1 greylisted', PASS] } },
      { local: 'fine', script: passes },
      { local: 'never', script: later },
    ],
  },
  {
    id: 'mixed-452',
    recipients: [
      { local: 'one', script: passes },
      { local: 'two', script: { at: 'RCPT', answers: ['452 4.5.3 too many recipients', PASS] } },
    ],
  },
  {
    id: 'mixed-end',
    script: { at: 'END-OF-DATA', answers: ['554 5.7.1 spam for all of you'] },
    recipients: [{ local: 'one' }, { local: 'two' }, { local: 'three' }],
  },
  {
    id: 'mixed-rcpt-end',
    script: { at: 'END-OF-DATA', answers: ['550 5.7.1 content refused'] },
    recipients: [{ local: 'one' }, { local: 'gone', script: refused }],
  },
  {
    id: 'mixed-connect',
    script: { at: 'CONNECT', answers: ['421 4.3.2 too busy', PASS] },
    recipients: [{ local: 'one' }, { local: 'two' }],
  },
  {
    id: 'mixed-data-drop',
    script: { at: 'DATA', answers: [DROP, PASS] },
    recipients: [{ local: 'one' }, { local: 'two' }],
  },
  {
    id: 'mixed-domains',
    recipients: [
      { local: 'a', script: refused },
      { local: 'b', elsewhere: 'mixed-other', script: full },
    ],
  },
  {
    id: 'mixed-same-reply',
    recipients: [
      { local: 'm1', script: refused },
      { local: 'm2', script: refused },
      { local: 'm3', script: full },
    ],
  },

  // Aliases
  { id: 'alias-550', recipients: [{ local: 'real', alias: 'to-550', script: refused }] },
  { id: 'alias-450', recipients: [{ local: 'real', alias: 'to-450', script: later }] },
  {
    id: 'alias-list',
    recipients: [
      { local: 'm1', alias: 'to-list', script: refused },
      { local: 'm2', alias: 'to-list', script: passes },
      { local: 'm3', alias: 'to-list', script: full },
    ],
  },
  {
    id: 'alias-end',
    script: { at: 'END-OF-DATA', answers: ['554 5.7.1 no'] },
    recipients: [{ local: 'real', alias: 'to-end' }],
  },

  // Senders
  { ...says('null-550', 'RCPT', '550 5.1.1 nobody to bounce to'), sender: '' },
  { ...says('null-450', 'RCPT', '450 4.2.0 not now', PASS), sender: '' },
  {
    ...says('verp-address', 'RCPT', '550 5.1.1 no such user'),
    sender: 'list-bounces+person=verp-address.example.test@$',
  },
  {
    ...says('verp-smtp', 'RCPT', '550 5.1.1 no such user'),
    sender: 'owner-list@$',
    verp: true,
    only: 'postfix',
  },
  { ...says('sender-quoted', 'RCPT', '550 5.1.1 no such user'), sender: '"odd, sender"@$' },
  { ...says('sender-plus', 'RCPT', '550 5.1.1 no such user'), sender: 'bounce+a.b=c-d_e@$' },

  // Recipients
  { id: 'quoted-space', recipients: [{ local: '"john smith"', script: refused }] },
  { id: 'quoted-at', recipients: [{ local: '"a@b"', script: refused }] },
  { id: 'quoted-comma', recipients: [{ local: '"x, status=sent"', script: refused }] },
  { id: 'quoted-gt', recipients: [{ local: '"x>, y"', script: refused }] },
  { id: 'quoted-paren', recipients: [{ local: '"a(b)c"', script: refused }] },
  { id: 'local-odd', recipients: [{ local: "o'brien+tag/x=y", script: refused }] },
  { id: 'local-dash', recipients: [{ local: '-dash', script: refused }] },
  { id: 'local-upper', recipients: [{ local: 'Mixed.Case', script: refused }] },
  { id: 'local-long', recipients: [{ local: 'l'.repeat(64), script: refused }] },
  { id: 'local-percent', recipients: [{ local: 'user%other', script: refused }] },
  { id: 'utf8-550', smtputf8: true, recipients: [{ local: 'jürgen', script: refused }] },
  {
    id: 'utf8-450',
    smtputf8: true,
    recipients: [{ local: 'δοκιμή', script: { at: 'RCPT', answers: ['450 4.2.0 later', PASS] } }],
  },
  {
    id: 'utf8-not-offered',
    smtputf8: true,
    offers: ['PIPELINING', '8BITMIME'],
    recipients: [{ local: 'andré', script: passes }],
    own: { postfix: { outcome: 'bounced', enhancedCode: '5.6.7', command: null, relay: 'mx' } },
  },
  { ...says('ipv6-550', 'RCPT', '550 5.1.1 no such user'), ipv6: true },
  { ...says('ipv6-drop', 'DATA', DROP), ipv6: true },

  // Messages
  { ...says('message-id-odd', 'RCPT', '550 5.1.1 no such user'), messageId: 'a b, c=[d]"@x.example.test' },
  { ...says('message-id-none', 'RCPT', '550 5.1.1 no such user'), messageId: '' },
  {
    ...says('dsn-parameters', 'RCPT', '550 5.1.1 no such user'),
    envid: 'ENV-id+2B42',
    orcpt: 'rfc822;Original+2BPerson@first.example.test',
  },
  {
    ...says('size-limit', 'RCPT', PASS),
    size: 20_000,
    offers: ['PIPELINING', 'SIZE 1000'],
    own: { postfix: { outcome: 'bounced', enhancedCode: '5.3.4', command: null, relay: 'mx' } },
  },

  // More than one mail host
  {
    ...says('two-mx-later', 'RCPT', '451 4.3.0 second host: not now'),
    firstMx: { at: 'RCPT', answers: ['450 4.2.0 first host: not now'] },
  },
  {
    ...says('two-mx-drop', 'RCPT', '550 5.1.1 second host: no such user'),
    firstMx: { at: 'EHLO', answers: [DROP] },
  },
  {
    ...says('two-mx-pass', 'RCPT', PASS),
    firstMx: { at: 'CONNECT', answers: ['421 4.3.2 first host: too busy'] },
  },

  // Name service and network
  {
    id: 'dns-nxdomain',
    dns: 'nxdomain',
    own: {
      postfix: { outcome: 'bounced', enhancedCode: '5.4.4', command: null, relay: null },
      exim: { outcome: 'bounced', enhancedCode: null, command: null, relay: null },
    },
  },
  {
    id: 'dns-servfail',
    dns: 'servfail',
    own: {
      postfix: { outcome: 'deferred', enhancedCode: '4.4.3', command: null, relay: null },
      exim: { outcome: 'deferred', enhancedCode: null, command: null, relay: null },
    },
  },
  {
    id: 'dns-null-mx',
    dns: 'null-mx',
    own: {
      postfix: { outcome: 'bounced', enhancedCode: '5.1.0', command: null, relay: null },
      exim: { outcome: 'bounced', enhancedCode: null, command: null, relay: null },
    },
  },
  {
    id: 'dns-mx-no-address',
    dns: 'no-address',
    own: {
      postfix: { outcome: 'bounced', enhancedCode: '5.4.4', command: null, relay: null },
      exim: { outcome: 'bounced', enhancedCode: null, command: null, relay: null },
    },
  },
  {
    id: 'dns-no-mail-host',
    dns: 'no-mail-host',
    own: {
      postfix: { outcome: 'bounced', enhancedCode: '5.4.4', command: null, relay: null },
      exim: { outcome: 'bounced', enhancedCode: null, command: null, relay: null },
    },
  },
  {
    id: 'loop-mx-self',
    dns: 'self',
    own: { postfix: { outcome: 'bounced', enhancedCode: '5.4.6', command: null, relay: null } },
    only: 'postfix',
  },
  {
    id: 'net-refused',
    net: 'refused',
    own: {
      postfix: { outcome: 'deferred', enhancedCode: '4.4.1', command: 'CONNECT', relay: null },
      exim: { outcome: 'deferred', enhancedCode: null, command: 'CONNECT', relay: null },
    },
  },
  {
    id: 'net-dead',
    what: 'Postfix gives up on the site for a while: delivery temporarily suspended',
    net: 'refused',
    separate: true,
    only: 'postfix',
    recipients: Array.from({ length: 12 }, (_, i) => ({ local: `user${i + 1}` })),
    own: { postfix: { outcome: 'deferred', enhancedCode: '4.4.1', command: 'CONNECT', relay: null } },
  },
  {
    id: 'net-black-hole',
    net: 'black-hole',
    own: {
      postfix: { outcome: 'deferred', enhancedCode: '4.4.1', command: 'CONNECT', relay: null },
      exim: { outcome: 'deferred', enhancedCode: null, command: 'CONNECT', relay: null },
    },
  },
  {
    id: 'net-unreachable',
    net: 'unreachable',
    own: {
      postfix: { outcome: 'deferred', enhancedCode: '4.4.1', command: 'CONNECT', relay: null },
      exim: { outcome: 'deferred', enhancedCode: null, command: 'CONNECT', relay: null },
    },
  },

  // The MTA's own host: $ is its domain; `box` is for virtual(8), `sys` for local(8), `pipe-…` for pipe(8)
  {
    id: 'own-unknown-virtual',
    domain: 'box.$',
    recipients: [{ local: 'nobody-here' }],
    own: {
      postfix: { outcome: 'bounced', enhancedCode: '5.1.1', command: null, relay: 'virtual' },
      exim: { outcome: 'bounced', enhancedCode: null, command: null, relay: null },
    },
  },
  {
    id: 'own-unknown-local',
    domain: 'sys.$',
    recipients: [{ local: 'nobody-here' }],
    own: {
      postfix: { outcome: 'bounced', enhancedCode: '5.1.1', command: null, relay: 'local' },
      exim: { outcome: 'bounced', enhancedCode: null, command: null, relay: null },
    },
  },
  {
    id: 'own-full',
    domain: 'box.$',
    recipients: [{ local: 'full' }],
    size: 6_000,
    own: {
      postfix: { outcome: 'bounced', enhancedCode: '5.2.2', command: null, relay: 'virtual' },
      exim: { outcome: 'deferred', enhancedCode: null, command: null, relay: null },
    },
  },
  {
    id: 'own-pipe-exit1',
    domain: 'pipe-exit1.$',
    recipients: [{ local: 'user' }],
    own: {
      postfix: { outcome: 'bounced', enhancedCode: '5.3.0', command: null, relay: 'pipe-exit1' },
      exim: { outcome: 'bounced', enhancedCode: null, command: null, relay: null },
    },
  },
  {
    id: 'own-pipe-nouser',
    domain: 'pipe-exit67.$',
    recipients: [{ local: 'user' }],
    own: {
      postfix: { outcome: 'bounced', enhancedCode: '5.1.1', command: null, relay: 'pipe-exit67' },
      exim: { outcome: 'bounced', enhancedCode: null, command: null, relay: null },
    },
  },
  {
    id: 'own-pipe-tempfail',
    domain: 'pipe-exit75.$',
    recipients: [{ local: 'user' }],
    own: {
      postfix: { outcome: 'deferred', enhancedCode: '4.3.0', command: null, relay: 'pipe-exit75' },
      exim: { outcome: 'deferred', enhancedCode: null, command: null, relay: null },
    },
  },
  {
    id: 'own-pipe-killed',
    domain: 'pipe-signal.$',
    recipients: [{ local: 'user' }],
    own: {
      postfix: { outcome: 'deferred', enhancedCode: '4.3.0', command: null, relay: 'pipe-signal' },
      exim: { outcome: 'bounced', enhancedCode: null, command: null, relay: null },
    },
  },
  {
    id: 'own-alias-pipe',
    domain: 'sys.$',
    recipients: [{ local: 'failing-pipe' }],
    own: { postfix: { outcome: 'bounced', enhancedCode: '5.3.0', command: null, relay: 'local' } },
    only: 'postfix',
  },

  // Administrators
  { ...says('deleted', 'RCPT', '450 4.2.0 not now'), deleted: true },
  {
    id: 'deleted-two',
    deleted: true,
    recipients: [
      { local: 'a', script: later },
      { local: 'b', script: refused },
    ],
  },
]
