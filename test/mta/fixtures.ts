/**
 * Writes a run into fixtures/, so that `npm test` covers the same shapes without an MTA.
 *
 * In:  a source of the run, its comparison. Out: logs as NAME.log, e-mails as NAME.eml, and beside each what it
 *      must give, as NAME.ndjson: the truth (and the limits) of the lab, not what bouncelog said
 */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { DeliveryEvent } from '../../src/types.ts'
import type { Comparison } from './compare.ts'
import type { Instance } from './plan.ts'
import { domainOf, type Fate } from './truth.ts'

/** Scenarios of the fixtures: one of each shape that an MTA writes. */
export const FIXTURE_SCENARIOS = [
  'connect-421-once',
  'connect-554-lines',
  'connect-drop',
  'ehlo-504',
  'starttls-454',
  'starttls-noise',
  'auth-535',
  'auth-454',
  'mail-450',
  'mail-554',
  'rcpt-450',
  'rcpt-551',
  'rcpt-empty-text',
  'rcpt-silence',
  'data-550',
  'end-552',
  'end-drop',
  'class5-1',
  'google-no-user',
  'microsoft-block',
  'orange-utf8',
  'greylist-451',
  'lines-mixed-enhanced',
  'lines-many',
  'mismatch',
  'code-leading-zero',
  'code-tab',
  'mimic',
  'text-utf8',
  'text-expired',
  'accepted',
  'filtered',
  'mixed-three',
  'mixed-rcpt-end',
  'alias-450',
  'alias-list',
  'null-550',
  'verp',
  'quoted',
  'local-upper',
  'utf8-550',
  'ipv6-550',
  'message-id',
  'dsn-parameters',
  'two-mx-later',
  'dns-nxdomain',
  'dns-null-mx',
  'net-refused',
  'net-dead',
  'own-unknown',
  'own-full',
  'own-pipe-exit1',
  'own-pipe-tempfail',
  'deleted-two',
]

/** Instance and source -> the log's place under fixtures/. The journal's JSON holds ids of the machine: it stays out. */
const LOGS: Readonly<Record<string, string>> = {
  'pf log': 'mta/postfix-maillog-file.log',
  'pfsys rfc5424': 'mta/postfix-rsyslog-rfc5424.log',
  'pfsys iso': 'mta/postfix-rsyslog-iso.log',
  'pfsys journal-short-iso-precise': 'mta/postfix-journal-short-iso-precise.log',
  'ex log': 'mta/exim-default-selector.log',
  'exall log': 'mta/exim-all-selectors.log',
}

/** Both MTAs' DSNs once; the other two instances differ in their logs only. */
const MAILS: Readonly<Record<string, string>> = { pf: 'postfix', ex: 'exim' }

/** Successes of one log. */
export interface Deliveries {
  delivered: number
  handedOver: number
}

export function writeLogFixture(
  fixtures: string,
  instance: Instance,
  source: string,
  path: string,
  comparison: Comparison,
  deliveries: Deliveries,
): void {
  const place = LOGS[`${instance.name} ${source}`]
  if (place === undefined) return
  const target = join(fixtures, place)
  mkdirSync(join(target, '..'), { recursive: true })
  copyFileSync(path, target)
  const events = [...comparison.wanted].sort(([a], [b]) => a.line - b.line)
  const lines = events.map(([event, wanted]) => JSON.stringify({ line: event.line, ...wanted }))
  writeFileSync(target.replace(/log$/, 'ndjson'), `${[...lines, JSON.stringify(deliveries)].join('\n')}\n`)
}

/** Of each scenario the first e-mail of each outcome. */
export function writeMailFixtures(
  fixtures: string,
  instance: Instance,
  fates: readonly Fate[],
  comparison: Comparison,
  inOrder: readonly DeliveryEvent[],
): void {
  const prefix = MAILS[instance.name]
  if (prefix === undefined) return
  const folder = join(fixtures, 'mail', 'mta')
  mkdirSync(folder, { recursive: true })
  const scenarios = new Map(fates.map(({ recipient, scenario }) => [recipient, scenario.id]))
  const mails = new Map<string, Map<DeliveryEvent, Record<string, unknown>>>()
  for (const event of inOrder) {
    const wanted = comparison.wanted.get(event)
    if (wanted === undefined) continue
    mails.set(event.file, (mails.get(event.file) ?? new Map()).set(event, wanted))
  }
  const written = new Set<string>()
  for (const [file, events] of [...mails].sort(([a], [b]) => basename(a).localeCompare(basename(b)))) {
    const first = [...events.keys()][0]
    if (first === undefined) continue
    const id = scenarios.get(first.recipient ?? '') ?? domainOf(first.recipient ?? '')
    const name = `${prefix}-${id}${first.outcome === 'delayed' ? '-delayed' : ''}`
    if (written.has(name)) continue
    written.add(name)
    copyFileSync(file, join(folder, `${name}.eml`))
    const lines = [...events.values()].map(wanted => JSON.stringify({ kind: 'failure', ...wanted }))
    writeFileSync(join(folder, `${name}.ndjson`), `${lines.join('\n')}\n`)
  }
}
