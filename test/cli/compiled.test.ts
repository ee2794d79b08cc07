import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { bouncelog } from './run.ts'

const FOLDER = mkdtempSync(join(tmpdir(), 'bouncelog-compiled-'))
afterAll(() => rmSync(FOLDER, { recursive: true }))

const LOG = resolve('fixtures/cli/mail.log')
const MAILS = resolve('fixtures/mail/rfc')

/** Tells on standard error of each file that is loaded as compiled whether V8 took that. */
const WATCH = join(FOLDER, 'watch.cjs')
writeFileSync(
  WATCH,
  `const vm = require('node:vm')
   const { Script } = vm
   vm.Script = class extends Script {
     constructor(source, options) {
       super(source, options)
       if (options.cachedData) process._rawDebug(this.cachedDataRejected ? 'refused' : 'taken', options.filename)
     }
   }`,
)

function loadedBy(args: readonly string[]): { taken: string[]; refused: string[] } {
  const { stderr } = spawnSync(process.execPath, ['-r', WATCH, 'dist/cli/main.js', ...args], {
    encoding: 'utf8',
  })
  const loaded = (how: string): string[] =>
    [...stderr.matchAll(new RegExp(`^${how} .*[\\\\/](.+)\\.js$`, 'gm'))].map(([, name]) => name ?? '')
  return { taken: loaded('taken'), refused: loaded('refused') }
}

test.each([
  { args: ['--version'], needed: ['command'] },
  { args: ['explain', '550 5.1.1 user unknown'], needed: ['command', 'classify'] },
  { args: ['report', LOG], needed: ['report', 'reading', 'classify'] },
  { args: ['report', '--threads', '2', LOG], needed: ['report', 'reading', 'classify'] },
  { args: ['report', MAILS], needed: ['reading', 'mail'] },
  { args: ['events', LOG], needed: ['events', 'reading'] },
])('V8 takes all that the build has compiled for $args', ({ args, needed }) => {
  const { taken, refused } = loadedBy(args)
  expect(refused).toEqual([])
  expect(taken).toEqual(expect.arrayContaining(needed))
})

/** The command as installed elsewhere. */
function installed(name: string): string {
  const folder = join(FOLDER, name)
  cpSync('dist/cli', join(folder, 'dist/cli'), { recursive: true })
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'))
  return join(folder, 'dist/cli')
}

function reportOf(cli: string): string {
  const { stdout } = spawnSync(process.execPath, [join(cli, 'main.js'), 'report', '--threads', '2', LOG], {
    encoding: 'utf8',
    env: { ...process.env, TZ: 'UTC', NO_COLOR: '1', COLUMNS: '100' },
  })
  return stdout
}

test('what another V8 has compiled is as good as nothing', () => {
  const cli = installed('another')
  for (const name of readdirSync(join(cli, 'chunks/compiled'), { recursive: true, encoding: 'utf8' }))
    if (name.endsWith('.js')) writeFileSync(join(cli, 'chunks/compiled', name), 'not what V8 wrote')
  expect(reportOf(cli)).toBe(bouncelog(['report', LOG]).stdout)
})

test('nothing needs to be compiled beforehand', () => {
  const cli = installed('nothing')
  rmSync(join(cli, 'chunks/compiled'), { recursive: true })
  expect(reportOf(cli)).toBe(bouncelog(['report', LOG]).stdout)
})
