/**
 * src/ -> dist/, by `npm run build`.
 *
 * dist/index.js and what it imports: the library, file by file with its types, as tsc writes it.
 * dist/cli/main.js: the command, bundled, for its start: a bundle of CommonJS is read in a third of the time
 * that 200 ES modules take, one by one. What it needs of node_modules stays there.
 */
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { rolldown } from 'rolldown'
import { minifySync } from 'rolldown/utils'

const LATE = ['child_process', 'crypto', 'fs/promises', 'readline', 'stream/promises', 'v8', 'worker_threads']

const { version } = JSON.parse(readFileSync('package.json', 'utf8'))

rmSync('dist', { recursive: true, force: true })
execFileSync('node_modules/.bin/tsc', ['-p', 'tsconfig.build.json'], { stdio: 'inherit' })
rmSync('dist/cli', { recursive: true })

const { explain } = await import('./dist/classify/explain.js')
const { prepared } = await import('./dist/classify/prepared.js')
const { toText } = await import('./dist/classify/plain-rules.js')
const { ourRules } = await import('./dist/classify/all-rules.js')
// Who explains a reply needs every index.
explain('550 5.1.1 no such user')
const rules = toText(ourRules)

/** Modules of src/classify/ that the bundle has as data: V8 reads JSON ten times as fast as the same in JavaScript. */
const AS_DATA = {
  prepared: code => `${code}
    Object.assign(prepared, JSON.parse(text))`,
  'all-rules': () => `import { fromText } from './plain-rules.ts'
    export const ourRules = fromText(text)`,
}
const asData = {
  name: 'as-data',
  transform: {
    filter: { id: /\bsrc\/classify\/(?:prepared|all-rules)\.ts$/ },
    handler(code, id) {
      const name = basename(id, '.ts')
      return `import { readFileSync } from 'node:fs'
        const text = readFileSync(new URL('${name}.txt', import.meta.url), 'latin1')
        ${AS_DATA[name](code)}`
    },
  },
}

const bundle = await rolldown({
  input: {
    main: 'src/cli/main.ts',
    'chunks/worker': 'src/cli/worker.ts',
    'chunks/counter': 'src/cli/counter.ts',
    'chunks/compiled': 'src/cli/compiled.ts',
  },
  platform: 'node',
  external: /^(?![./\0]|src\/|@oxc-project\/runtime)/,
  plugins: [asData],
  transform: { define: { PACKAGE_VERSION: JSON.stringify(version) } },
})
const { output } = await bundle.generate({
  format: 'cjs',
  // Node resolves an import only for a file that it has loaded itself (src/cli/compiled.ts).
  dynamicImportInCjs: false,
  entryFileNames: '[name].js',
  // Beside worker.js and counter.js, which threads/ looks for beside itself, and the data.
  chunkFileNames: 'chunks/[name].js',
  // V8 looks a function of another chunk up at each call: what runs for each failure stands in one. `explain` needs the first alone.
  codeSplitting: {
    groups: [
      {
        name: 'command',
        test: /\bsrc\/(?:errors|cli\/(?:command-line|commands|flags|options|output|v8|version))\.ts$/,
        priority: 4,
      },
      { name: 'classify', test: /\bsrc\/(?:classify\/|cli\/(?:explain|rules-file)\.ts$)/, priority: 3 },
      { name: 'mail', test: /\bsrc\/ingest\/mail\// },
      {
        name: 'reading',
        test: /\bsrc\/(?:pipeline|cli\/(?:settings|terminal)|report\/(?:csv|terminal|width)|threads\/(?:claims|counting|read-logs|telling))\.ts$/,
        priority: 2,
      },
    ],
  },
})
mkdirSync('dist/cli/chunks', { recursive: true })
for (const { fileName, code } of output)
  writeFileSync(
    `dist/cli/${fileName}`,
    inAscii(minifySync(fileName, withLateModules(code), { compress: false, mangle: false }).code),
  )
writeFileSync('dist/cli/chunks/prepared.txt', inAscii(JSON.stringify(prepared)))
writeFileSync('dist/cli/chunks/all-rules.txt', inAscii(rules))
writeFileSync('dist/cli/package.json', '{ "type": "commonjs" }\n')
chmodSync('dist/cli/main.js', 0o755)
execFileSync(process.execPath, ['build-compiled.cjs'], { stdio: ['ignore', 'ignore', 'pipe'] })

/** What few runs need of Node is loaded at its first use: each takes 1 to 3 ms. */
function withLateModules(code) {
  return LATE.reduce((changed, module) => {
    const name = `node_${module.replace('/', '_')}`
    const loading = `let ${name} = require("node:${module}");\n`
    const isPlain = changed.split(loading).length === 2 && !changed.includes(`${name} = require_`)
    return isPlain
      ? changed.replace(loading, '').replace(new RegExp(`\\b${name}\\.`, 'g'), `(require("node:${module}")).`)
      : changed
  }, code)
}

/** A file with one letter beyond ASCII is decoded slowly, and held and parsed in two bytes a letter. */
function inAscii(code) {
  return code.replace(/\\?[^\0-\x7f]/g, found => {
    if (found.length > 1) throw new Error(`${found}: a backslash before what is to be escaped`)
    return `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}
