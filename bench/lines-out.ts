/** A file written in great blocks: a generator must not be slower than what it measures. */
import { closeSync, openSync, writeSync } from 'node:fs'

export interface LinesOut {
  bytes: number
  lines: number
  write(line: string): void
  close(): void
}

const BLOCK = 1 << 20

export function openLines(path: string): LinesOut {
  const file = openSync(path, 'w')
  let block = ''
  const out: LinesOut = {
    bytes: 0,
    lines: 0,
    write(line) {
      block += `${line}\n`
      out.bytes += line.length + 1
      out.lines++
      if (block.length > BLOCK) flush()
    },
    close() {
      flush()
      closeSync(file)
    },
  }
  function flush(): void {
    writeSync(file, block, null, 'latin1')
    block = ''
  }
  return out
}
