/** What this program asks of V8. Flags that cannot be changed for a running program have no place here. */
import { setFlagsFromString } from 'node:v8'

/**
 * For runs of some seconds, a third of which V8 spends on compiling: an expression that is to run often becomes native code at
 * once (as bytecode first it is compiled twice); functions are compiled later, and with fewer others inside (together a fifth
 * less CPU for a log of 300 MB).
 */
const COMPILING = [
  '--regexp-tier-up-ticks=0',
  '--interrupt-budget=300000',
  '--max-inlined-bytecode-size=60',
  '--max-inlined-bytecode-size-cumulative=300',
].join(' ')

export function compileForSeconds(): void {
  setFlagsFromString(COMPILING)
}

/**
 * By so many bytes the space for new objects has grown to what reading needs. V8 would double it in the next 200 MB, for nothing
 * but memory: 7 MiB.
 */
const GROWN_AFTER = 50_000_000
let grows = true

export function noteBytesRead(bytes: number): void {
  if (!grows || bytes < GROWN_AFTER) return
  grows = false
  setFlagsFromString('--semi-space-growth-factor=1')
}
