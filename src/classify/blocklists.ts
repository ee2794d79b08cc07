/**
 * Table: what a text says -> the DNSBL or reputation service that it names. The first that fits wins.
 */

export interface BlocklistRow {
  name: string
  /** Sought in the words (lower case, hosts masked). */
  match?: RegExp
  /** Sought in the URLs and host names. */
  link?: RegExp
  lists: 'ip' | 'domain'
}

export const blocklists: readonly BlocklistRow[] = [
  {
    name: 'Spamhaus DBL',
    match: /\bspamhaus dbl\b|\bdbl by spamhaus\b/,
    link: /\bdbl\.spamhaus\.|spamhaus\.org\/(?:query\/domain|dbl)|\bdbl\.dq\.spamhaus/,
    lists: 'domain',
  },
  { name: 'Spamhaus ZRD', link: /\bzrd\.(?:dq\.)?spamhaus/, lists: 'domain' },
  {
    name: 'Spamhaus PBL',
    match: /\bspamhaus[ -]pbl\b|\bpbl[ -](?:listed|spamhaus)\b/,
    link: /\bpbl\.spamhaus|spamhaus\.org\/(?:pbl|query\/pbl)/,
    lists: 'ip',
  },
  {
    name: 'Spamhaus CSS',
    match: /\bspamhaus css\b/,
    link: /spamhaus\.org\/(?:css|sbl\/query\/sblcss)/,
    lists: 'ip',
  },
  {
    name: 'Spamhaus SBL',
    match: /\bspamhaus[ -]sbl\b/,
    link: /\b(?:shsbl|sbl)\.spamhaus|spamhaus\.org\/sbl/,
    lists: 'ip',
  },
  {
    name: 'Spamhaus XBL',
    match: /\b(?:spamhaus[ -]xbl|shxbl)\b/,
    link: /\bxbl\.spamhaus|spamhaus\.org\/xbl|abuseat\.org/,
    lists: 'ip',
  },
  { name: 'Spamhaus', match: /\bspamhaus\b/, link: /spamhaus|sbl-xbl/, lists: 'ip' },
  { name: 'SpamCop', match: /\bspamcop\b/, link: /spamcop\.net/, lists: 'ip' },
  {
    name: 'Barracuda',
    match: /\bbarracuda(?:central)?\b/,
    link: /barracudacentral\.org|bbl\.barracuda/,
    lists: 'ip',
  },
  { name: 'Cloudmark CSI', match: /\bcloudmark\b|\bcm-csi\b/, link: /cloudmark\.com/, lists: 'ip' },
  {
    name: 'Proofpoint',
    match: /\bproofpoint\b/,
    link: /proofpoint\.com\/dnsbl|ipcheck\.proofpoint/,
    lists: 'ip',
  },
  {
    name: 'Invaluement',
    match: /\binvaluement\b|\bivm(?:sip|uri)(?:24)?\b/,
    link: /invaluement\.com/,
    lists: 'ip',
  },
  { name: 'UCEPROTECT', match: /\buce-?protect\b/, link: /uceprotect\.net/, lists: 'ip' },
  {
    name: 'Hostkarma',
    match: /\bhostkarma\b|\bjunk ?email ?filter\b/,
    link: /hostkarma|junkemailfilter\.com/,
    lists: 'ip',
  },
  { name: 'SORBS', match: /\bsorbs\b/, link: /sorbs\.net/, lists: 'ip' },
  { name: 'manitu', match: /\bnixspam\b|\bix dnsbl\b/, link: /ix\.dnsbl|manitu\.net/, lists: 'ip' },
  { name: 'PSBL', match: /\bpsbl\b/, link: /surriel\.com|psbl\.org/, lists: 'ip' },
  {
    name: 'Sender Score',
    match: /\bsender ?score\b|\breturn ?path\b/,
    link: /senderscore\.(?:org|com)|returnpath/,
    lists: 'ip',
  },
  {
    name: 'Trend Micro',
    match: /\btrend ?micro\b|\brbl\+/,
    link: /mail-abuse\.(?:com|org)|trendmicro/,
    lists: 'ip',
  },
  { name: 'SURBL', match: /\bsurbl\b/, link: /surbl\.org/, lists: 'domain' },
  { name: 'URIBL', match: /\buribl\b/, link: /uribl\.com/, lists: 'domain' },
  { name: 'Backscatterer', link: /backscatterer\.org/, lists: 'ip' },
  { name: 'SPFBL', match: /\bspfbl\b/, link: /spfbl\.net/, lists: 'ip' },
  { name: 'SpamRATS', match: /\bspamrats\b/, link: /spamrats\.com/, lists: 'ip' },
  { name: 'Mailspike', match: /\bmailspike\b/, link: /mailspike\.(?:net|org|io)/, lists: 'ip' },
  { name: 'blocklist.de', link: /\bblocklist\.de/, lists: 'ip' },
  { name: 'Abusix', match: /\babusix\b/, link: /abusix\.(?:zone|com|org)/, lists: 'ip' },
  { name: '0spam', match: /\b0spam\b/, link: /0spam\.(?:fusionzero|org)/, lists: 'ip' },
  { name: 'GBUdb', match: /\bgbudb\b/, link: /gbudb/, lists: 'ip' },
  { name: 's5h', link: /\ball\.s5h\.net/, lists: 'ip' },
  { name: 'JustSpam', link: /justspam\.org/, lists: 'ip' },
  { name: 'DroneBL', match: /\bdronebl\b/, link: /dronebl\.org/, lists: 'ip' },
  { name: 'NJABL', match: /\bnjabl\b/, link: /njabl\.org/, lists: 'ip' },
  { name: 'Wpbl', link: /wpbl\.info/, lists: 'ip' },
  { name: 'RFC-Clueless', link: /rfc-(?:clueless|ignorant)\.org/, lists: 'domain' },
  {
    name: 'Talos',
    match: /\b(?:talos|senderbase)\b/,
    link: /talosintelligence\.com|senderbase\.org/,
    lists: 'ip',
  },
  {
    name: 'McAfee',
    match: /\bmcafee\b|\btrustedsource\b/,
    link: /trustedsource\.org|mcafee\.com/,
    lists: 'ip',
  },
  { name: 'Fortinet', match: /\bfortiguard\b/, link: /fortiguard/, lists: 'ip' },
  { name: 'Symantec', match: /\bbrightmail\b/, link: /brightmail\.com|symantec\.com/, lists: 'ip' },
  { name: 'Sophos', match: /\bsophos\b/, link: /sophos\.com/, lists: 'ip' },
  { name: 'SpamExperts', link: /spamexperts|spamrl\.com/, lists: 'ip' },
  { name: 'WatchGuard', link: /reputationauthority\.org/, lists: 'ip' },
  { name: 'Truncate', link: /truncate\.gbudb/, lists: 'ip' },
  { name: 'Spameatingmonkey', link: /spameatingmonkey/, lists: 'ip' },
  { name: 'Lashback', link: /lashback\.com/, lists: 'ip' },
  { name: 'Abuse.ro', link: /\babuse\.ro/, lists: 'ip' },
  { name: 'iX', link: /\bheise\.de\/ix/, lists: 'ip' },
]
