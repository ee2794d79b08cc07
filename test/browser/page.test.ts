/**
 * The HTML report in a real browser. Needs Chromium: CHROMIUM names it, else /usr/bin/chromium.
 * Screenshots go to SCREENSHOTS, else to a folder under the system's temporary one.
 */
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { countDelivery, countEvent, newTotals } from '../../src/report/aggregate.ts'
import { diffReports } from '../../src/report/diff.ts'
import { formatHtml } from '../../src/report/html/page.ts'
import type { Report } from '../../src/report/model.ts'
import type { Delivery, DeliveryEvent } from '../../src/types.ts'
import { reportOf, reportOfTotals } from '../report/count.ts'
import { failure } from '../report/make.ts'
import { makeNight } from '../report/night.ts'

const folder = process.env.SCREENSHOTS ?? mkdtempSync(join(tmpdir(), 'bouncelog-page-'))
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let browser: Browser

beforeAll(async () => {
  mkdirSync(folder, { recursive: true })
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
})
afterAll(async () => {
  await browser?.close()
})

function countAll(results: Iterable<DeliveryEvent | Delivery>): Report {
  const totals = newTotals()
  for (const result of results) {
    if (result.kind === 'failure') countEvent(totals, result)
    else countDelivery(totals, result, result.relay?.split('.')[1] ?? null)
  }
  return reportOfTotals(totals)
}

const night = countAll(makeNight({ results: 40_000 }))
const before = countAll(makeNight({ results: 40_000, seed: 2, failing: 0.12 }))
const pages: Record<string, string> = {
  night: formatHtml(night, diffReports(before, night)),
  empty: formatHtml(reportOf([])),
  one: formatHtml(reportOf([failure()])),
  hostile: formatHtml(
    reportOf([
      failure({
        domain: '"><img src=x onerror=alert(1)>',
        relay: '</script><script>alert(2)</script>',
        provider: "' onload='alert(3)",
        diagnostic: '550 </svg><style>*{display:none}</style>\u202e javascript:alert(4)',
        host: 'x'.repeat(5000),
      }),
    ]),
  ),
}

interface Opened {
  page: Page
  complaints: string[]
}

async function open(name: string, options: BrowserContextOptions = {}): Promise<Opened> {
  const file = join(folder, `${name}.html`)
  writeFileSync(file, pages[name] ?? '')
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', message => complaints.push(message.text()))
  page.on('pageerror', error => complaints.push(String(error)))
  page.on('request', request => {
    if (request.url() !== pathToFileURL(file).href) complaints.push(`asked for ${request.url()}`)
  })
  await page.goto(pathToFileURL(file).href)
  return { page, complaints }
}

const SECTIONS = ['figures', 'todo', 'changes', 'time', 'providers', 'lists', 'replies', 'inputs']

const LOOKS: [string, BrowserContextOptions][] = [
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  ['phone', { viewport: { width: 390, height: 844 }, colorScheme: 'light' }],
]

describe('the page', () => {
  test.each(LOOKS)('has no barrier that axe finds, and no error: %s', async (look, options) => {
    // The page's own policy forbids axe, too: it is put in past the policy, which other tests leave in force.
    const { page } = await open('night', { ...options, bypassCSP: true })
    await page.screenshot({ path: join(folder, `${look}.png`), fullPage: true })
    for (const id of SECTIONS)
      await page.locator(`#${id}`).screenshot({ path: join(folder, `${look}-${id}.png`) })
    await page.addScriptTag({ content: axe })
    // axe is a global of the page now.
    const found = (await page.evaluate('axe.run()')) as {
      violations: { id: string; nodes: { html: string }[] }[]
    }
    expect(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
    await page.context().close()
  })

  test.each(Object.keys(pages))(
    '%s: nothing is asked for, nothing complains, nothing is wider than a phone',
    async name => {
      const { page, complaints } = await open(name, { viewport: { width: 390, height: 844 } })
      expect(complaints).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
      await page.screenshot({ path: join(folder, `${name}-phone.png`), fullPage: true })
      await page.context().close()
    },
  )

  test('hostile values make no element and run nothing', async () => {
    const { page, complaints } = await open('hostile')
    expect(await page.locator('img').count()).toBe(0)
    expect(await page.locator('script').count()).toBe(1)
    expect(await page.getByRole('heading', { name: 'What was read' }).isVisible()).toBe(true)
    expect(await page.getByText('<img src=x onerror=alert(1)>').count()).toBeGreaterThan(0)
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test('a column sorts both ways, by keyboard', async () => {
    const { page } = await open('night')
    const table = page.locator('table[data-sort]').first()
    await table.locator('th', { hasText: 'Addresses' }).getByRole('button').focus()
    await page.keyboard.press('Enter')
    const numbers = () =>
      table
        .locator('tbody td:nth-child(4)')
        .evaluateAll(cells => cells.map(cell => Number(cell.getAttribute('data-v'))))
    const falling = await numbers()
    expect(falling).toEqual([...falling].sort((one, other) => other - one))
    await page.keyboard.press('Enter')
    expect(await numbers()).toEqual([...falling].sort((one, other) => one - other))
    await page.context().close()
  })

  test('the filter leaves the rows that contain the words', async () => {
    const { page } = await open('night')
    await page.getByRole('searchbox').fill('mailbox')
    const shown = await page.locator('table[data-sort] tbody tr:visible th').allTextContents()
    expect(shown.length).toBeGreaterThan(0)
    expect(shown.every(text => text.includes('mailbox'))).toBe(true)
    await page.context().close()
  })

  test('without a script all numbers are there, behind each chart its table', async () => {
    const { page } = await open('night', { javaScriptEnabled: false })
    expect(await page.locator('svg').count()).toBe(2)
    expect(await page.locator('.chart ~ details table').count()).toBe(2)
    expect(await page.getByText('user-unknown').first().isVisible()).toBe(true)
    await page.context().close()
  })

  test('prints without losing a section', async () => {
    const { page } = await open('night')
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('section').count()).toBe(SECTIONS.length)
    await page.screenshot({ path: join(folder, 'print.png'), fullPage: true })
    const pdf = await page.pdf({ format: 'A4', path: join(folder, 'night.pdf') })
    expect(pdf.length).toBeGreaterThan(10_000)
    await page.context().close()
  })
})

describe('the size of the page', () => {
  test('a million results are under 2 MB', () => {
    const report = countAll(makeNight({ results: 1_000_000, days: 700, failing: 0.3 }))
    const size = Buffer.byteLength(formatHtml(report))
    expect(size).toBeLessThan(2_000_000)
  }, 120_000)
})
