/**
 * fixtures/cli/NAME.md: command lines as a user types them in the project's folder, and what they must answer.
 *
 * A `console` block holds a command behind "$ " and what it prints; a `stderr` block what it tells beside that;
 * "Exit status: N" its end. A line "…" stands for any lines;
 * the CRLF of CSV is written as LF.
 */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { COMMANDS } from '../../src/cli/commands.ts'

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))
const FOLDER = 'fixtures/cli'

interface Transcript {
  name: string
  command: string
  stdout: string
  stderr: string
  status: number
}

const transcripts = readdirSync(FOLDER)
  .filter(name => name.endsWith('.md') && name !== 'README.md')
  .flatMap(name => parseTranscripts(name, readFileSync(`${FOLDER}/${name}`, 'utf8')))

function parseTranscripts(name: string, text: string): Transcript[] {
  return text
    .split(/^(?=```console\n\$ )/m)
    .slice(1)
    .map(part => {
      const [, command = '', stdout = ''] = /^```console\n\$ (.*)\n([\s\S]*?)```$/m.exec(part) ?? []
      const stderr = /^```stderr\n([\s\S]*?)```$/m.exec(part)?.[1] ?? ''
      const status = Number(/^Exit status: (\d+)$/m.exec(part)?.[1] ?? Number.NaN)
      return { name, command, stdout, stderr, status }
    })
}

function runAsTyped(command: string): { stdout: string; stderr: string; status: number | null } {
  const script = `bouncelog() { "$NODE" "$MAIN" "$@"; }; ${command}`
  return spawnSync('bash', ['-c', script], {
    encoding: 'utf8',
    input: '',
    env: { ...process.env, NODE: process.execPath, MAIN, TZ: 'UTC', NO_COLOR: '1' },
  })
}

/** The text as it must be, where a line "…" stands for any lines. */
function expectText(actual: string, wanted: string): void {
  if (!wanted.includes('…\n')) {
    expect(actual).toBe(wanted)
    return
  }
  let at = 0
  const parts = wanted.split(/^…\n/m)
  for (const [index, part] of parts.entries()) {
    const found = index === 0 ? (actual.startsWith(part) ? 0 : -1) : actual.indexOf(part, at)
    expect(found, `"${part}" in\n${actual}`).toBeGreaterThanOrEqual(0)
    at = found + part.length
  }
  if (parts.at(-1) !== '') expect(actual.slice(at)).toBe('')
}

describe.each(transcripts)('$name: $command', ({ command, stdout, stderr, status }) => {
  test('answers as written', () => {
    const run = runAsTyped(command)
    expectText(run.stdout.replaceAll('\r\n', '\n'), stdout)
    expectText(run.stderr, stderr)
    expect(run.status).toBe(status)
  })
})

test('every command has a transcript', () => {
  const shown = new Set(transcripts.flatMap(({ command }) => /bouncelog (\w+)/.exec(command)?.[1] ?? []))
  expect(COMMANDS.map(({ usage }) => usage.split(' ')[0]).filter(name => !shown.has(name ?? ''))).toEqual([])
})
