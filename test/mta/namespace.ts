/**
 * Makes the namespaces that the lab runs in into a machine of its own: network, users, /dev, /run, /etc files.
 *
 * In:   nothing but being root in fresh mount, network, UTS and PID namespaces. Out: `/srv` is the lab's folder
 * Nothing here outlives the namespaces: what is mounted is a tmpfs, what is bound lies in it.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Instance } from './plan.ts'

export const LAB = '/srv'

const USERS = [
  'postfix:x:901:901::/nonexistent:/bin/false',
  'Debian-exim:x:902:902::/nonexistent:/bin/false',
  'vmail:x:903:903::/nonexistent:/bin/false',
]
const GROUPS = ['postfix:x:901:', 'postdrop:x:904:', 'Debian-exim:x:902:', 'vmail:x:903:']

export function run(command: string, args: readonly string[], env: Record<string, string> = {}): string {
  return execFileSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

export function libraryFolders(root: string): string[] {
  return ['x86_64', 'aarch64'].map(machine => join(root, `usr/lib/${machine}-linux-gnu`))
}

export function enterLab(root: string, instances: readonly Instance[]): void {
  run('hostname', ['lab'])
  run('mount', ['-t', 'tmpfs', '-o', 'mode=755', 'tmpfs', LAB])
  makeNetwork(instances)
  makeDev()
  run('mount', ['-t', 'tmpfs', '-o', 'mode=755', 'tmpfs', '/run'])
  makeEtc(instances)
  makeLibraryCache(root)
}

/** An own /dev, so that /dev/log can be made without touching the machine's. */
function makeDev(): void {
  const dev = join(LAB, 'dev')
  mkdirSync(dev)
  for (const name of ['null', 'zero', 'full', 'random', 'urandom', 'tty']) {
    writeFileSync(join(dev, name), '')
    run('mount', ['--bind', `/dev/${name}`, join(dev, name)])
  }
  symlinkSync('/proc/self/fd', join(dev, 'fd'))
  mkdirSync(join(dev, 'shm'))
  chmodSync(join(dev, 'shm'), 0o1777)
  run('mount', ['--rbind', dev, '/dev'])
}

function makeNetwork(instances: readonly Instance[]): void {
  const ip = (...args: string[]) => run('ip', args)
  ip('link', 'set', 'lo', 'up')
  for (const range of ['203.0.113.0/24', '198.51.100.0/24']) ip('route', 'add', 'local', range, 'dev', 'lo')
  ip('-6', 'route', 'add', 'local', '2001:db8::/32', 'dev', 'lo')
  writeFileSync('/proc/sys/net/ipv6/ip_nonlocal_bind', '1')
  for (const { address, address6 } of instances) {
    ip('addr', 'add', `${address}/32`, 'dev', 'lo')
    ip('-6', 'addr', 'add', `${address6}/128`, 'dev', 'lo', 'nodad')
  }
  ip('addr', 'add', '198.51.100.9/32', 'dev', 'lo')
  addHole()
  ip('addr', 'add', '192.0.2.126/25', 'dev', 'hole')
  ip('link', 'set', 'hole', 'arp', 'off', 'up')
  ip('route', 'add', 'unreachable', '192.0.2.128/25')
}

/** A device that swallows what is sent to it; kernels differ in what they offer. */
function addHole(): void {
  const ways = [
    ['link', 'add', 'hole', 'type', 'dummy'],
    ['link', 'add', 'hole', 'type', 'ifb'],
    ['tuntap', 'add', 'hole', 'mode', 'tap'],
  ]
  const worked = ways.some(way => spawnSync('ip', way, { stdio: 'ignore' }).status === 0)
  if (!worked) throw new Error('no device of type dummy, ifb or tap can be made')
}

function makeEtc(instances: readonly Instance[]): void {
  const etc = join(LAB, 'etc')
  mkdirSync(etc)
  const cover = (path: string, text: string) => {
    const mine = join(etc, path.replaceAll('/', '-'))
    writeFileSync(mine, text)
    run('mount', ['--bind', mine, path])
  }
  cover('/etc/passwd', `${without(readFileSync('/etc/passwd', 'utf8'), USERS)}${USERS.join('\n')}\n`)
  cover('/etc/group', `${without(readFileSync('/etc/group', 'utf8'), GROUPS)}${GROUPS.join('\n')}\n`)
  cover('/etc/resolv.conf', 'nameserver 127.0.0.1\noptions timeout:2 attempts:1\n')
  cover(
    '/etc/hosts',
    `127.0.0.1 localhost\n${instances.map(({ address, host }) => `${address} ${host}\n`).join('')}`,
  )
}

/** Exim is set-user-id, so that LD_LIBRARY_PATH says nothing to it; the cache of the loader does. */
function makeLibraryCache(root: string): void {
  const config = join(LAB, 'etc', 'ld.so.conf')
  const cache = join(LAB, 'etc', 'ld.so.cache')
  const folders = [join(root, 'usr/lib/postfix'), ...libraryFolders(root)].filter(existsSync)
  writeFileSync(config, `include /etc/ld.so.conf\n${folders.join('\n')}\n`)
  if (existsSync('/var/cache/ldconfig')) run('mount', ['-t', 'tmpfs', 'tmpfs', '/var/cache/ldconfig'])
  run('ldconfig', ['-X', '-C', cache, '-f', config])
  run('mount', ['--bind', cache, '/etc/ld.so.cache'])
}

/** The machine's own lines, but for names that the lab defines. */
function without(lines: string, added: readonly string[]): string {
  const names = new Set(added.map(line => line.split(':')[0]))
  return lines
    .split('\n')
    .filter(line => line !== '' && !names.has(line.split(':')[0]))
    .map(line => `${line}\n`)
    .join('')
}
