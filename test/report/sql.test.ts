/** Every view of a report against SQL over the same events: an independent sum, by the embedded DuckDB. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readEvents } from '../../src/pipeline.ts'
import type { Report, ViewName } from '../../src/report/model.ts'
import { formatNdjson } from '../../src/report/ndjson.ts'
import type { Delivery, DeliveryEvent } from '../../src/types.ts'
import { type Counted, reportOf } from './count.ts'
import { makeNight } from './night.ts'

const folder = mkdtempSync(join(tmpdir(), 'bouncelog-sql-'))

const SENDER_DOMAIN = `CASE WHEN sender = '' THEN '' WHEN contains(sender, '@') THEN regexp_extract(sender, '[^@]*$') END`
const ROLLUP = `CASE WHEN action = 'suppress' AND permanence = 'permanent' THEN 'hard'
  WHEN reason IN ('spam','virus','attachment-rejected','sender-blocked','auth-failure','client-identity','tls-error',
    'relay-denied','policy-rejected','sender-rejected','rate-limited') THEN 'block' ELSE 'soft' END`

/** What a view is by, as SQL, and what it leaves out. by-template and unmatched are by a text that SQL cannot make. */
const VIEWS: [ViewName, string, string][] = [
  ['by-outcome', 'outcome', 'true'],
  ['by-permanence', 'permanence', 'true'],
  ['by-subject', 'subject', 'true'],
  ['by-reason', 'reason', 'true'],
  ['by-action', 'action', 'true'],
  ['by-enhanced-code', 'enhancedCode', 'true'],
  ['by-reply-code', 'CAST(replyCode AS VARCHAR)', 'true'],
  ['by-domain', 'domain', 'true'],
  ['by-provider', 'provider', 'true'],
  ['by-sender-domain', SENDER_DOMAIN, 'true'],
  ['by-relay', 'relay', 'true'],
  ['by-host', 'host', 'true'],
  ['by-time', 'left(time, 10)', 'true'],
  ['by-blocklist', 'blocklist', 'blocklist IS NOT NULL'],
  ['by-rollup', ROLLUP, 'true'],
]

const COUNTS = [
  ['failures', 'count(*)'],
  ...['bounced', 'deferred', 'expired', 'delayed', 'rejected'].map(name => [
    name,
    `count(*) FILTER (outcome = '${name}')`,
  ]),
  ...['permanent', 'transient', 'unknown'].map(name => [name, `count(*) FILTER (permanence = '${name}')`]),
  ...[
    ['suppress', 'suppress'],
    ['retry', 'retry'],
    ['slowDown', 'slow-down'],
    ['fixSender', 'fix-sender'],
    ['fixMessage', 'fix-message'],
    ['review', 'review'],
  ].map(([name, action]) => [name, `count(*) FILTER (action = '${action}')`]),
  ['recipients', 'count(DISTINCT recipient)'],
  [
    'messages',
    `count(DISTINCT CASE WHEN queueId IS NOT NULL THEN 'q ' || coalesce(host, '') || ' ' || queueId
      ELSE coalesce('m ' || messageId, 'f ' || file || ' ' || line) END)`,
  ],
  ['firstSeen', 'min(time)'],
  ['lastSeen', 'max(time)'],
]

const COLUMNS = `{time:'VARCHAR', file:'VARCHAR', line:'BIGINT', host:'VARCHAR', queueId:'VARCHAR', messageId:'VARCHAR',
  sender:'VARCHAR', recipient:'VARCHAR', domain:'VARCHAR', provider:'VARCHAR', relay:'VARCHAR', outcome:'VARCHAR',
  permanence:'VARCHAR', subject:'VARCHAR', reason:'VARCHAR', action:'VARCHAR', enhancedCode:'VARCHAR', replyCode:'INTEGER',
  blocklist:'VARCHAR', diagnostic:'VARCHAR'}`

type Rows = { [name: string]: unknown }[]

async function query(connection: DuckDBConnection, sql: string): Promise<Rows> {
  const reader = await connection.runAndReadAll(sql)
  return reader.getRowObjectsJson().map(row => ({ ...row }))
}

async function tableOf(
  connection: DuckDBConnection,
  name: string,
  events: readonly DeliveryEvent[],
): Promise<void> {
  const file = join(folder, `${name}.ndjson`)
  writeFileSync(file, formatNdjson(events))
  await connection.run(
    `CREATE TABLE ${name} AS SELECT * FROM read_json('${file}', format = 'newline_delimited', columns = ${COLUMNS})`,
  )
}

function viewRows(report: Report, name: ViewName): Rows {
  const wanted = ['key', ...COUNTS.map(([column = '']) => column)]
  return report.views[name].rows
    .filter(row => row.failures > 0)
    .map(row =>
      Object.fromEntries(
        wanted.map(column => [column, Object.entries(row).find(([key]) => key === column)?.[1]]),
      ),
    )
    .sort(byKey)
}

function byKey(one: Rows[number], other: Rows[number]): number {
  return JSON.stringify(one.key) < JSON.stringify(other.key) ? -1 : 1
}

async function sqlRows(
  connection: DuckDBConnection,
  table: string,
  key: string,
  where: string,
): Promise<Rows> {
  const counts = COUNTS.map(([name, sql]) => `${sql} AS "${name}"`).join(', ')
  const rows = await query(
    connection,
    `SELECT ${key} AS key, ${counts} FROM ${table} WHERE ${where} GROUP BY ALL`,
  )
  const texts = new Set(['key', 'firstSeen', 'lastSeen'])
  const numbered = rows.map(row =>
    Object.fromEntries(
      Object.entries(row).map(([name, cell]) => [name, texts.has(name) ? cell : Number(cell)]),
    ),
  )
  return numbered.sort(byKey)
}

describe('each view gives the sums of SQL', async () => {
  const connection = await (await DuckDBInstance.create()).connect()
  const night = [...makeNight({ results: 20_000 })]
  const nightEvents = night.filter((result): result is DeliveryEvent => result.kind === 'failure')
  const nightReport = reportOf(night)
  const fixtureEvents: DeliveryEvent[] = []
  const fixtures = fileURLToPath(new URL('../../fixtures', import.meta.url))
  for await (const event of readEvents([fixtures], {})) fixtureEvents.push(event)
  // Logs and mails apart, so that no failure stands in both: SQL knows nothing of duplicates.
  const fromMail = fixtureEvents.filter(event => event.source === 'dsn')
  const fromLogs = fixtureEvents.filter(event => event.source !== 'dsn')
  const [mailReport, logReport] = [reportOf(fromMail), reportOf(fromLogs)]

  afterAll(() => rmSync(folder, { recursive: true }))
  beforeAll(async () => {
    await tableOf(connection, 'night', nightEvents)
    await tableOf(connection, 'mail', fromMail)
    await tableOf(connection, 'logs', fromLogs)
  })

  test.each(VIEWS)('%s of a generated log', async (name, key, where) => {
    expect(viewRows(nightReport, name)).toEqual(await sqlRows(connection, 'night', key, where))
  })

  test.each(VIEWS)('%s of the fixtures', async (name, key, where) => {
    expect(fixtureEvents.length).toBeGreaterThan(0)
    expect(viewRows(logReport, name)).toEqual(await sqlRows(connection, 'logs', key, where))
    expect(viewRows(mailReport, name)).toEqual(await sqlRows(connection, 'mail', key, where))
  })

  test('templates leave no failure out', () => {
    const sum = nightReport.views['by-template'].rows.reduce((total, row) => total + row.failures, 0)
    expect(sum).toBe(nightEvents.length)
  })

  test.each(['by-domain', 'by-provider', 'by-relay', 'by-host', 'by-sender-domain', 'by-time'] as const)(
    '%s: attempts are failures and deliveries, and add up to all attempts',
    name => {
      const { rows } = nightReport.views[name]
      const deliveries = night.filter(
        (result: Counted): result is Delivery => result.kind === 'delivery',
      ).length
      expect(rows.reduce((sum, row) => sum + (row.delivered ?? 0), 0)).toBe(deliveries)
      expect(rows.reduce((sum, row) => sum + row.attempts, 0)).toBe(night.length)
      for (const row of rows) expect(row.rate).toBe(row.failures / row.attempts)
    },
  )

  test('what each delivery came to is what SQL finds', async () => {
    const [row] = await query(
      connection,
      `WITH pairs AS (SELECT host, queueId, recipient, bool_or(outcome = 'bounced') AS bounced,
         bool_or(outcome = 'expired') AS expired FROM night GROUP BY ALL)
       SELECT count(*) FILTER (bounced) AS bounced, count(*) FILTER (expired AND NOT bounced) AS expired,
         count(*) FILTER (NOT bounced AND NOT expired) AS deferred FROM pairs`,
    )
    const delivered = new Set(
      night
        .filter(result => result.kind === 'delivery')
        .map(({ host, queueId, recipient }) => `${host} ${queueId} ${recipient}`),
    )
    // A pair that failed and was delivered would need the deliveries in SQL, too: this log has none.
    const failedToo = nightEvents.filter(({ host, queueId, recipient }) =>
      delivered.has(`${host} ${queueId} ${recipient}`),
    )
    expect(failedToo).toEqual([])
    const { deliveries } = nightReport.totals
    expect({
      bounced: deliveries.bounced,
      expired: deliveries.expired,
      deferred: deliveries.deferred,
    }).toEqual({
      bounced: Number(row?.bounced),
      expired: Number(row?.expired),
      deferred: Number(row?.deferred),
    })
    expect(deliveries.delivered).toBe(delivered.size)
  })
})
