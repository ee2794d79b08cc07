/**
 * Table: marks in a text by which an operator is known where no relay is named.
 */

export interface ProviderToken {
  provider: string
  match?: RegExp
  link?: RegExp
}

export const providerTokens: readonly ProviderToken[] = [
  {
    provider: 'google',
    match: /\bgsmtp$|- (?:gsmtp|gcdp)\b/,
    link: /support\.google\.com\/mail|support\.google\.com\/a\//,
  },
  {
    provider: 'microsoft',
    match:
      /\((?:s31[0-9]{2}|s775|as(?:16012\d{3}|3\d\d|7\d\d|8\d\d))\)|\b(?:resolver\.(?:adr|rst)|storedrv\.)/,
    link: /(?:prod|protection|mail\.protection)\.outlook\.com|\.exchangelabs\.com|postmaster\.live\.com|mail\.live\.com|sender\.office\.com/,
  },
  {
    provider: 'yahoo',
    match: /\[tss?\d\d\]|\bdelivery error: dd\b/,
    link: /yahoodns\.net|postmaster\.(?:verizonmedia|yahooinc|aol)\.com|senders\.yahooinc\.com|mail\.[a-z]{2}\d\.yahoo\.com|help\.yahoo\.com/,
  },
  { provider: 'apple', match: /\[(?:cs0[12]|hme1)\]/, link: /support\.apple\.com|mail\.icloud\.com/ },
  {
    provider: 'united-internet',
    link: /postmaster\.(?:gmx|web|1and1|mail)\.(?:com|net|de)|postmaster\.kundenserver/,
  },
  { provider: 'orange', match: /\bofr\d{0,3}_\d{3}\b|\(ouk\)/ },
  { provider: 'laposte', match: /\blpn\d{0,3}_\d{3}\b/ },
  { provider: 'mimecast', link: /mimecast\.com/ },
  { provider: 'proofpoint', link: /proofpoint\.com/ },
  { provider: 'tencent', link: /service\.mail\.qq\.com/ },
  { provider: 'mailru', link: /help\.mail\.ru|postmaster\.mail\.ru/ },
  { provider: 'netease', link: /mail\.163\.com/ },
  { provider: 'i.ua', link: /mail\.i\.ua/ },
  { provider: 'godaddy', match: /\bib\d{3}\b/, link: /x\.co\/(?:rlbounce|srbbounce|smtp)|secureserver\.net/ },
  {
    provider: 'cox',
    match: /\bcx(?:bl|dns|sndr|smtp|cnct|mxrt|thrt|mj)\b|aup#(?:cdrbl|cxbl|cx)/,
    link: /cox\.com\/residential|postmaster\.cox\.net/,
  },
  { provider: 'spectrum', match: /aup#(?:in|out|i|o)-\d{4}/, link: /spectrum\.net/ },
  {
    provider: 'comcast',
    match: /\b(?:bl|es|rl)0000\d\d\b/,
    link: /postmaster\.(?:comcast|xfinity)\.(?:net|com)|xfinity\.com/,
  },
]
