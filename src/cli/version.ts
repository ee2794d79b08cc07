/** The version in package.json: read where it is asked for, so that it stands in one place. */
import { readFileSync } from 'node:fs'

export function packageVersion(): string {
  const manifest: { version: string } = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  )
  return manifest.version
}
