/**
 * The syslog side of a run: systemd-journald takes what is sent to /dev/log and forwards it to rsyslog, as Debian
 * has it; where journald cannot run, rsyslog listens on /dev/log itself.
 *
 * Out: files under /srv/syslog in the three formats that rsyslog knows best, and the journal's text exports
 */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { LAB, libraryFolders, run } from './namespace.ts'

const JOURNALD = '/lib/systemd/systemd-journald'
export const SYSLOG = join(LAB, 'syslog')

/** File name -> rsyslog's own template: RFC 3164 as Debian wrote it until 11, ISO times as since 12, RFC 5424. */
const FORMATS = [
  ['traditional.log', 'RSYSLOG_TraditionalFileFormat'],
  ['iso.log', 'RSYSLOG_FileFormat'],
  ['rfc5424.log', 'RSYSLOG_SyslogProtocol23Format'],
] as const

/** journalctl -o, for the exports. */
const EXPORTS = ['short', 'short-iso', 'short-iso-precise', 'json'] as const

export interface Syslog {
  journal: boolean
}

export async function startSyslog(root: string): Promise<Syslog> {
  mkdirSync(SYSLOG)
  // Ten datagrams by default: journald drops what rsyslog does not take at once.
  writeFileSync('/proc/sys/net/unix/max_dgram_qlen', '4096')
  const journal = await startJournald()
  if (journal) symlinkSync('/run/systemd/journal/dev-log', '/dev/log')
  startRsyslog(root, journal ? '/run/systemd/journal/syslog' : '/dev/log')
  await pause(500)
  return { journal }
}

export function exportJournal(): void {
  for (const format of EXPORTS) {
    const text = run('journalctl', [
      '--directory=/run/log/journal',
      '--no-pager',
      '--quiet',
      '-o',
      format,
      'SYSLOG_FACILITY=2',
    ])
    writeFileSync(join(SYSLOG, `journal-${format}.log`), text)
  }
}

async function startJournald(): Promise<boolean> {
  if (!existsSync(JOURNALD)) return false
  mkdirSync('/run/systemd/journald.conf.d', { recursive: true })
  mkdirSync('/run/systemd/journal', { recursive: true })
  mkdirSync('/run/log/journal', { recursive: true })
  const settings = [
    'Storage=volatile',
    'ForwardToSyslog=yes',
    'ReadKMsg=no',
    'Audit=no',
    'RateLimitBurst=0',
    'RateLimitIntervalSec=0',
    'Compress=no',
  ]
  writeFileSync('/run/systemd/journald.conf.d/lab.conf', `[Journal]\n${settings.join('\n')}\n`)
  spawn(JOURNALD, [], { stdio: 'ignore', env: { TZ: 'UTC' } })
  for (let i = 0; i < 20; i++) {
    if (existsSync('/run/systemd/journal/dev-log')) return true
    await pause(100)
  }
  return false
}

function startRsyslog(root: string, socket: string): void {
  const modules =
    libraryFolders(root)
      .map(folder => join(folder, 'rsyslog'))
      .find(existsSync) ?? ''
  const config = join(SYSLOG, 'rsyslog.conf')
  const lines = [
    `module(load="imuxsock" SysSock.Name="${socket}" SysSock.RateLimit.Interval="0" SysSock.Unlink="on")`,
    'global(workDirectory="/run" maxMessageSize="16k")',
    ...FORMATS.map(
      ([name, template]) =>
        `mail.* action(type="omfile" file="${join(SYSLOG, name)}" template="${template}")`,
    ),
  ]
  writeFileSync(config, `${lines.join('\n')}\n`)
  const env = { TZ: 'UTC', LANG: 'C' }
  spawn(join(root, 'usr/sbin/rsyslogd'), ['-n', '-f', config, '-i', '/run/rsyslog.pid', '-M', modules], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}
