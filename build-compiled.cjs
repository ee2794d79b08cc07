/**
 * Keeps the bundle as V8 compiles it (src/cli/compiled.ts), by `npm run build`: runs what users run most, over our fixtures, as
 * V8 compiles a function when it is first called.
 */
const v8 = require('node:v8')
const { startKeeping } = require('./dist/cli/chunks/compiled.js')

const MAIN = require.resolve('./dist/cli/main.js')
const LOGS = ['fixtures/cli/mail.log', 'fixtures/postfix/', 'fixtures/exim/']
const MAILS = ['fixtures/mail/']
/** What is loaded when the command has set its flags for V8, and the last time: at the first mail. */
const LATE = 'mail.js'

const runs = [
  ['--version'],
  ['explain', '550 5.1.1 user unknown'],
  ...[LOGS, MAILS].flatMap(inputs => [
    ['report', ...inputs],
    ['report', '--format', 'json', ...inputs],
    ['events', ...inputs],
    ['suppress', ...inputs],
  ]),
]

const { setFlagsFromString } = v8
let flagsForMails = ''
v8.setFlagsFromString = flags => {
  flagsForMails = flags
}
const compiled = startKeeping()
// As a task of its own: Node looks for what is left to do once more only after one.
process.on('beforeExit', () => setImmediate(runNext))

function runNext() {
  const words = runs.shift()
  if (words === undefined) {
    keep()
    process.exit(0)
  }
  process.argv.splice(2, Number.POSITIVE_INFINITY, ...words)
  delete require.cache[MAIN]
  require(MAIN)
}

function keep() {
  compiled.keep(name => name !== LATE)
  setFlagsFromString(flagsForMails)
  compiled.keep(name => name === LATE)
}
