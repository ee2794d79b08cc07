/** assembly/scan.ts -> src/ingest/log/scanner-code.ts: the scanner as WebAssembly in base64, so that it goes wherever the code goes. */
import { writeFileSync } from 'node:fs'
import { main } from 'assemblyscript/asc'

/** Pages as src/ingest/log/scanner.ts has them; what the compiler needs itself stands where assembly/memory.ts says. */
const OPTIONS =
  '-O3 --converge --enable simd --runtime stub --noAssert --importMemory --initialMemory 1727 --maximumMemory 1727 --memoryBase 13639680'

let code = null
const { error, stderr } = await main(['assembly/scan.ts', '--outFile', 'scan.wasm', ...OPTIONS.split(' ')], {
  writeFile(name, contents) {
    if (name === 'scan.wasm') code = contents
  },
})
if (error !== null || code === null)
  throw new Error(`the scanner cannot be built\n${stderr}`, { cause: error })
writeFileSync(
  'src/ingest/log/scanner-code.ts',
  `/** Made by assembly/build.js from assembly/scan.ts; not to be edited. */\nexport const SCANNER =\n  '${Buffer.from(code).toString('base64')}'\n`,
)
