/**
 * A real Postfix out of the unpacked packages: its configuration, its start, its queue.
 *
 * In:  the instance, the plan, where the packages are unpacked. Out: a Server; all its files lie under /srv/NAME
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { LAB, run } from './namespace.ts'
import type { Instance, Plan } from './plan.ts'
import type { Scenario } from './scenario.ts'

/** What the lab asks of an MTA, whichever it is. */
export interface Server {
  instance: Instance
  process: ChildProcess
  /** Ids of the messages that are still in its queue and not frozen. */
  queued: () => string[]
  remove: (queueId: string) => void
  maildir: string
}

const POSTFIX = 901
const VMAIL = 903
const POSTDROP = 904

export function startPostfix(root: string, instance: Instance, plan: Plan): Server {
  const home = join(LAB, instance.name)
  const config = join(home, 'etc')
  const queue = join(home, 'queue')
  const env = { MAIL_CONFIG: config, SASL_PATH: sasl(root), TZ: 'UTC', LANG: 'C' }
  makeFolders(home, queue)
  writeTables(config, instance, plan)
  writeFileSync(join(config, 'main.cf'), mainCf(root, home, instance))
  writeFileSync(join(config, 'master.cf'), masterCf(instance))
  const templates = run(join(root, 'usr/sbin/postconf'), ['-c', config, '-t', ''], env)
  writeFileSync(join(config, 'bounce.cf'), templates.replace(/_(?:hours|days)\b/g, '_seconds'))
  const process = spawn(join(root, 'usr/lib/postfix/sbin/master'), ['-c', config, '-d'], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return {
    instance,
    process,
    queued: () => queuedIn(queue),
    remove: id => void run(join(root, 'usr/sbin/postsuper'), ['-c', config, '-d', id], env),
    maildir: join(home, 'mail', 'Maildir'),
  }
}

function sasl(root: string): string {
  return ['x86_64', 'aarch64'].map(machine => join(root, `usr/lib/${machine}-linux-gnu/sasl2`)).join(':')
}

function makeFolders(home: string, queue: string): void {
  const make = (path: string, mode: number, user: number, group: number) => {
    mkdirSync(path, { recursive: true })
    chownSync(path, user, group)
    chmodSync(path, mode)
  }
  make(join(home, 'etc'), 0o755, 0, 0)
  make(queue, 0o755, 0, 0)
  for (const name of [
    'active',
    'bounce',
    'corrupt',
    'defer',
    'deferred',
    'flush',
    'hold',
    'incoming',
    'private',
    'saved',
    'trace',
  ])
    make(join(queue, name), 0o700, POSTFIX, 0)
  make(join(queue, 'maildrop'), 0o730, POSTFIX, POSTDROP)
  make(join(queue, 'public'), 0o710, POSTFIX, POSTDROP)
  make(join(queue, 'pid'), 0o755, 0, 0)
  make(join(home, 'data'), 0o700, POSTFIX, 0)
  make(join(home, 'mail'), 0o755, VMAIL, VMAIL)
  const full = join(home, 'mail', 'full')
  writeFileSync(full, `From nobody Tue Nov 24 12:00:00 2026\n\n${'x'.repeat(59_000)}\n\n`)
  chownSync(full, VMAIL, VMAIL)
  chmodSync(full, 0o600)
}

function mainCf(root: string, home: string, { name, host, address, address6 }: Instance): string {
  const settings: Record<string, string> = {
    compatibility_level: '3.6',
    queue_directory: join(home, 'queue'),
    data_directory: join(home, 'data'),
    daemon_directory: join(root, 'usr/lib/postfix/sbin'),
    command_directory: join(root, 'usr/sbin'),
    meta_directory: join(root, 'etc/postfix'),
    shlib_directory: join(root, 'usr/lib/postfix'),
    import_environment: `MAIL_CONFIG TZ=UTC LANG=C SASL_PATH=${sasl(root)}`,
    mail_owner: 'postfix',
    setgid_group: 'postdrop',
    default_privs: 'vmail',
    myhostname: host,
    mydestination: `sys.${host}`,
    inet_interfaces: address,
    inet_protocols: 'all',
    smtp_bind_address: address,
    smtp_bind_address6: address6,
    mynetworks: '198.51.100.0/24',
    smtpd_relay_restrictions: 'permit_mynetworks, reject',
    smtpd_reject_unlisted_recipient: 'no',
    smtpd_authorized_verp_clients: '198.51.100.0/24',
    smtpd_delay_reject: 'yes',
    smtpd_peername_lookup: 'no',
    allow_min_user: 'yes',
    dnssec_probe: '',
    local_recipient_maps: '',
    alias_maps: `texthash:${home}/etc/aliases`,
    alias_database: '',
    virtual_alias_maps: `texthash:${home}/etc/virtual`,
    virtual_mailbox_domains: `${host} box.${host}`,
    virtual_mailbox_maps: `texthash:${home}/etc/mailboxes`,
    virtual_mailbox_base: join(home, 'mail'),
    virtual_uid_maps: `static:${VMAIL}`,
    virtual_gid_maps: `static:${VMAIL}`,
    virtual_mailbox_lock: 'fcntl',
    message_size_limit: '60000',
    mailbox_size_limit: '60000',
    virtual_mailbox_limit: '60000',
    transport_maps: `texthash:${home}/etc/transport`,
    queue_run_delay: '2s',
    minimal_backoff_time: '4s',
    maximal_backoff_time: '8s',
    maximal_queue_lifetime: '24s',
    bounce_queue_lifetime: '24s',
    delay_warning_time: '10s',
    bounce_template_file: join(home, 'etc/bounce.cf'),
    smtp_connection_cache_on_demand: 'no',
    smtp_tls_security_level: 'may',
    smtp_tls_policy_maps: `texthash:${home}/etc/tls`,
    smtp_sasl_auth_enable: 'yes',
    smtp_sasl_password_maps: `texthash:${home}/etc/passwords`,
    smtp_sasl_security_options: 'noanonymous',
  }
  for (const stage of [
    'connect',
    'helo',
    'starttls',
    'mail',
    'rcpt',
    'data_init',
    'data_xfer',
    'data_done',
    'rset',
    'quit',
  ])
    settings[`smtp_${stage}_timeout`] = '3s'
  if (name === 'pf')
    Object.assign(settings, { maillog_file: join(home, 'mail.log'), maillog_file_prefixes: LAB })
  else settings.enable_long_queue_ids = 'yes'
  return Object.entries(settings)
    .map(([key, value]) => `${key} = ${value}\n`)
    .join('')
}

function masterCf({ name }: Instance): string {
  const services = [
    '2525 inet n - n - 60 smtpd',
    'pickup unix n - n 60 1 pickup',
    'cleanup unix n - n - 0 cleanup',
    'qmgr unix n - n 300 1 qmgr',
    'tlsmgr unix - - n 1000? 1 tlsmgr',
    'rewrite unix - - n - - trivial-rewrite',
    'bounce unix - - n - 0 bounce',
    'defer unix - - n - 0 bounce',
    'trace unix - - n - 0 bounce',
    'verify unix - - n - 1 verify',
    'flush unix n - n 1000? 0 flush',
    'proxymap unix - - n - - proxymap',
    'smtp unix - - n - 60 smtp',
    'error unix - - n - - error',
    'retry unix - - n - - error',
    'discard unix - - n - - discard',
    'local unix - n n - - local',
    'virtual unix - n n - - virtual',
    'anvil unix - - n - 1 anvil',
    'scache unix - - n - 1 scache',
    ...(name === 'pf' ? ['postlog unix-dgram n - n - 1 postlogd'] : []),
    ...PIPES.map(pipe => `${pipe} unix - n n - 5 pipe user=vmail argv=${LAB}/bin/${pipe}`),
  ]
  return `${services.join('\n')}\n`
}

/** Programs under /srv/bin that fail, each in its own way; both MTAs deliver to them. */
export const PIPES = ['pipe-exit1', 'pipe-exit67', 'pipe-exit75', 'pipe-signal'] as const

function writeTables(config: string, { host }: Instance, plan: Plan): void {
  const table = (name: string, rows: readonly string[]) =>
    writeFileSync(join(config, name), rows.map(row => `${row}\n`).join(''))
  const demanding = (what: Scenario['demands'], value: string) =>
    plan.scenarios.flatMap(({ id, demands }) => (demands === what ? [`${id}.example.test ${value}`] : []))
  table('aliases', [`failing-pipe "|${LAB}/bin/pipe-exit1"`])
  table(
    'virtual',
    [...plan.aliases].map(([alias, members]) => `${alias}@${host} ${members.join(', ')}`),
  )
  table('mailboxes', [`@${host} Maildir/`, `full@box.${host} full`])
  table('transport', [
    ...PIPES.map(pipe => `${pipe}.${host} ${pipe}:`),
    ...plan.scenarios.flatMap(({ id, filtered }) =>
      filtered ? [`${id}.example.test smtp:[127.0.0.1]:10025`] : [],
    ),
  ])
  table('tls', [...demanding('tls', 'encrypt'), ...demanding('verified-tls', 'secure')])
  table('passwords', demanding('auth', 'user:password'))
}

function queuedIn(queue: string): string[] {
  const ids: string[] = []
  for (const name of ['maildrop', 'incoming', 'active', 'deferred'])
    for (const entry of readdirSync(join(queue, name), { recursive: true }))
      if (existsSync(join(queue, name, String(entry))) && /[^/]{5,}$/.test(String(entry)))
        ids.push(String(entry))
  return ids
}
