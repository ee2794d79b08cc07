/** Runs the built command as a user would. */
import { type StdioOptions, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))

export interface Run {
  stdout: string
  stderr: string
  status: number | null
}

export function bouncelog(
  args: readonly string[],
  {
    zone = 'UTC',
    ...options
  }: { input?: string | Buffer; cwd?: string; zone?: string; stdio?: StdioOptions } = {},
): Run {
  const { stdout, stderr, status } = spawnSync(process.execPath, [MAIN, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, TZ: zone, NO_COLOR: '1', COLUMNS: '100' },
    ...options,
  })
  return { stdout, stderr, status }
}
