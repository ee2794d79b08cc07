/**
 * The Debian packages of both MTAs and of rsyslog, downloaded and unpacked beside each other: none is installed.
 *
 * In:     a cache folder. Out: the folder that holds usr/, lib/ and the rest; nothing outside it changes
 * Errors: Error with apt's own words
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export const PACKAGES = ['postfix', 'exim4-daemon-light', 'rsyslog', 'libsasl2-modules'] as const

export function unpackPackages(cache: string): string {
  const root = join(cache, 'root')
  const complete = join(cache, 'complete')
  if (existsSync(complete)) return root
  const archives = join(cache, 'debs')
  mkdirSync(join(archives, 'partial'), { recursive: true })
  mkdirSync(root, { recursive: true })
  try {
    for (const name of PACKAGES) download(name, archives)
  } catch {
    execFileSync('apt-get', ['update', '-q'], { stdio: ['ignore', 'ignore', 'inherit'] })
    for (const name of PACKAGES) download(name, archives)
  }
  for (const file of readdirSync(archives).filter(file => file.endsWith('.deb')))
    execFileSync('dpkg-deb', ['-x', join(archives, file), root])
  writeFileSync(complete, '')
  return root
}

/** --reinstall: also if it is installed; one call for each, for the two MTAs conflict. */
function download(name: string, archives: string): void {
  const options = ['Debug::NoLocking=1', 'APT::Sandbox::User=root', `Dir::Cache::archives=${archives}`]
  execFileSync(
    'apt-get',
    [
      'install',
      '-y',
      '-q',
      '--download-only',
      '--reinstall',
      '--no-install-recommends',
      ...options.flatMap(o => ['-o', o]),
      name,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
}
