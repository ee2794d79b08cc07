/**
 * A real Exim out of the unpacked packages: its configuration, its start, its queue.
 *
 * In:  the instance, the plan, where the packages are unpacked. Out: a Server; all its files lie under /srv/NAME
 */
import { spawn } from 'node:child_process'
import { chownSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { LAB, run } from './namespace.ts'
import type { Instance, Plan } from './plan.ts'
import { PIPES, type Server } from './postfix.ts'
import type { Scenario } from './scenario.ts'

const EXIM = 902

/** `all` but what changes the delivery itself or dumps the environment. */
const RICH = '+all -arguments -subject'

export function startExim(root: string, instance: Instance, plan: Plan): Server {
  const home = join(LAB, instance.name)
  const binary = join(root, 'usr/sbin/exim4')
  const config = join(home, 'exim.conf')
  for (const folder of ['', 'spool', 'log', 'mail']) {
    mkdirSync(join(home, folder), { recursive: true })
    if (folder !== '') chownSync(join(home, folder), EXIM, EXIM)
  }
  const aliases = [...plan.aliases].map(([alias, members]) => `${alias}: ${members.join(', ')}\n`)
  writeFileSync(join(home, 'aliases'), aliases.join(''))
  writeFileSync(config, eximConf(binary, home, instance, plan))
  const env = { TZ: 'UTC', LANG: 'C', PATH: '/usr/sbin:/usr/bin:/sbin:/bin' }
  const process = spawn(binary, ['-C', config, '-bdf', '-q2s'], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return {
    instance,
    process,
    queued: () => queuedIn(join(home, 'spool', 'input')),
    remove: id => void run(binary, ['-C', config, '-Mrm', id], env),
    maildir: join(home, 'mail', 'Maildir'),
  }
}

function queuedIn(input: string): string[] {
  let names: string[]
  try {
    names = readdirSync(input)
  } catch {
    return []
  }
  return names
    .filter(name => name.endsWith('-H'))
    .filter(name => !isFrozen(join(input, name)))
    .map(name => name.slice(0, -2))
}

function isFrozen(path: string): boolean {
  try {
    return /^-frozen/m.test(readFileSync(path, 'latin1'))
  } catch {
    return true
  }
}

function eximConf(
  binary: string,
  home: string,
  { name, host, address, address6 }: Instance,
  plan: Plan,
): string {
  const demanding = (...what: Scenario['demands'][]) =>
    plan.scenarios
      .flatMap(({ id, demands }) =>
        demands !== undefined && what.includes(demands) ? [`${id}.example.test`] : [],
      )
      .join(' : ')
  const onlyFor = (domains: string) => `\${if match_domain{$domain}{${domains}}{*}{}}`
  return `
primary_hostname = ${host}
spool_directory = ${home}/spool
log_file_path = ${home}/log/%slog
pid_file_path = ${home}/spool/exim.pid
exim_path = ${binary}
exim_user = Debian-exim
exim_group = Debian-exim
never_users =
deliver_drop_privilege = true
local_interfaces = ${address}
daemon_smtp_ports = 2525
keep_environment = ^TZ$
timezone = UTC
rfc1413_query_timeout = 0s
host_lookup =
smtp_accept_max = 0
smtp_accept_queue_per_connection = 0
queue_run_max = 20
remote_max_parallel = 4
dsn_advertise_hosts = *
smtputf8_advertise_hosts = *
tls_advertise_hosts =
delay_warning = 10s
acl_smtp_rcpt = accept
acl_smtp_data = accept
${name === 'exall' ? `log_selector = ${RICH}\n` : ''}
begin routers

aliases:
  driver = redirect
  domains = ${host}
  data = \${lookup{$local_part}lsearch{${home}/aliases}}

bounces:
  driver = accept
  domains = ${host}
  transport = bounces

full:
  driver = accept
  domains = box.${host}
  local_parts = full
  transport = full

${PIPES.map(pipe => `${nameOf(pipe)}:\n  driver = accept\n  domains = ${pipe}.${host}\n  transport = ${nameOf(pipe)}\n`).join('\n')}
dns:
  driver = dnslookup
  domains = ! *.${host}
  transport = remote_smtp
  no_more

begin transports

remote_smtp:
  driver = smtp
  interface = <; ${address} ; ${address6}
  hosts_try_dane =
  hosts_try_fastopen =
  hosts_require_tls = ${onlyFor(demanding('tls', 'verified-tls'))}
  tls_verify_hosts = ${onlyFor(demanding('verified-tls'))}
  tls_try_verify_hosts =
  hosts_require_auth = ${onlyFor(demanding('auth'))}
  connect_timeout = 3s
  command_timeout = 3s
  data_timeout = 3s
  final_timeout = 3s

bounces:
  driver = appendfile
  maildir_format
  directory = ${home}/mail/Maildir
  delivery_date_add
  envelope_to_add
  return_path_add

full:
  driver = appendfile
  file = ${home}/mail/full
  quota = 1K

${PIPES.map(pipe => `${nameOf(pipe)}:\n  driver = pipe\n  command = ${LAB}/bin/${pipe}\n  user = Debian-exim\n  return_fail_output\n  temp_errors = 73 : 75\n`).join('\n')}
begin retry

* * F,24s,5s

begin authenticators

plain:
  driver = plaintext
  public_name = PLAIN
  client_send = ^user^password
`
}

/** Exim takes no dash in the name of a router or transport. */
function nameOf(pipe: string): string {
  return pipe.replace('-', '_')
}
