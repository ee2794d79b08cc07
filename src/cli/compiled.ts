/**
 * The bundle's files as V8 has compiled them, kept beside them by the build: compiling is a fifth of what a short run takes.
 *
 * V8 refuses what another version of it has compiled, or this one with other flags (therefore v8.ts sets them late); then it
 * compiles the file as always. Whether the file was changed it does not see: the build writes both. Nothing is written when the
 * command runs, as Node's own cache would be: what others can write must not be run.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { wrap } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { Script } from 'node:vm'

const BUNDLE = import.meta.dirname
const FOLDER = join(BUNDLE, 'compiled', `${process.versions.v8}-${process.arch}`)

/** From here on, files of the bundle are loaded with what was compiled of them. */
export function useCompiled(): void {
  if (!existsSync(FOLDER)) return
  loadBundleWith(file => {
    const place = placeOf(file)
    return existsSync(place) ? newScript(file, readFileSync(place)) : null
  })
}

/**
 * Files of the bundle that are loaded from here on can be kept, with what V8 has compiled of them until then, for a program that has
 * the same flags when it loads them.
 */
export function startKeeping(): { keep: (isWanted: (name: string) => boolean) => void } {
  const scripts = new Map<string, Script>()
  loadBundleWith(file => {
    const script = newScript(file)
    scripts.set(file, script)
    return script
  })
  return {
    keep(isWanted) {
      mkdirSync(FOLDER, { recursive: true })
      for (const [file, script] of scripts)
        if (isWanted(basename(file))) writeFileSync(placeOf(file), script.createCachedData())
    },
  }
}

/** Null: Node is to load the file as any other. */
function loadBundleWith(scriptFor: (file: string) => Script | null): void {
  const loadPlainly = require.extensions['.js']
  require.extensions['.js'] = (module, file) => {
    const script = dirname(file) === BUNDLE ? scriptFor(file) : null
    if (script === null) return loadPlainly?.(module, file)
    const { exports } = module
    const load = (name: string): unknown => module.require(name)
    script.runInThisContext().call(exports, exports, load, module, file, BUNDLE)
  }
}

function newScript(filename: string, cachedData?: Buffer): Script {
  // The build writes ASCII.
  return new Script(wrap(readFileSync(filename, 'latin1')), { filename, cachedData })
}

function placeOf(file: string): string {
  return join(FOLDER, basename(file))
}
