/// <reference lib="dom" />
import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import axe from 'axe-core'
import { type Browser, chromium, type Page } from 'playwright-core'
import page from '../src/reporters/html/index.ts'
import { assessment, input, requirement, result } from '../test/reporters/support/assessment.ts'

const work = mkdtempSync(join(tmpdir(), 'assay-html-'))
const program = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => path && existsSync(path),
)
let browser: Browser

before(async () => {
  assert.ok(program, 'no Chromium is here; install it (Debian: apt-get install chromium), or name it in CHROMIUM')
  const quiet = [
    '--disable-gpu',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ]
  browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox', ...quiet] })
})
after(async () => {
  await browser?.close()
  rmSync(work, { recursive: true, force: true })
})

interface Visit {
  readonly page: Page
  /** what the page asked for besides itself, and what it complained of */
  readonly trouble: readonly string[]
}

async function open(file: string, given: { width?: number; dark?: boolean; script?: boolean } = {}): Promise<Visit> {
  const page = await browser.newPage({
    viewport: { width: given.width ?? 1280, height: 900 },
    colorScheme: given.dark ? 'dark' : 'light',
    javaScriptEnabled: given.script ?? true,
  })
  const trouble: string[] = []
  page.on('console', (message) => trouble.push(message.text()))
  page.on('pageerror', (error) => trouble.push(error.message))
  page.on('request', (request) => {
    if (request.url() !== pathToFileURL(file).href) trouble.push(request.url())
  })
  await page.goto(pathToFileURL(file).href)
  return { page, trouble }
}

const shop = join(process.cwd(), 'reports/corner-shop.html')

for (const width of [1280, 768, 375]) {
  test(`at ${width} pixels nothing is wider than the page, nothing is asked for, nothing is refused`, async () => {
    const { page, trouble } = await open(shop, { width, dark: width === 768 })
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width)
    await page.getByRole('button', { name: 'Open all' }).click()
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width)
    assert.deepEqual(trouble, [])
    await page.close()
  })
}

test('filter and search show what is wanted, and say how many', async () => {
  const { page } = await open(shop)
  const visible = () => page.locator('details.req:visible').count()
  assert.equal(await visible(), 121)
  for (const verdict of ['pass', 'waived', 'unknown', 'not-applicable']) {
    await page.locator(`input[value=${verdict}]`).uncheck()
  }
  await page.locator('select[name=level]').selectOption('bronze')
  const failing = await page.locator('details.req[data-verdict=fail][data-level=bronze]').count()
  assert.ok(failing > 0)
  await page.waitForFunction(
    (text) => document.getElementById('shown')?.textContent === text,
    `${failing} of 121 requirements shown`,
  )
  assert.equal(await visible(), failing)
  assert.equal(await page.locator('details.req:visible[data-verdict=fail][data-level=bronze]').count(), failing)
  await page.getByRole('searchbox').fill('hotfix no such word')
  await page.waitForFunction(() => document.getElementById('shown')?.textContent?.startsWith('0 of'))
  assert.equal(await visible(), 0)
  await page.getByRole('button', { name: 'Reset' }).click()
  await page.waitForFunction(() => document.getElementById('shown')?.textContent?.startsWith('121'))
  await page.close()
})

test('it is worked by the keyboard alone', async () => {
  const { page } = await open(shop)
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Skip to the requirements')
  await page.keyboard.press('Enter')
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'requirements')
  const first = page.locator('details.req').first()
  await first.locator('summary').focus()
  await page.keyboard.press('Enter')
  assert.equal(await first.evaluate((element) => (element as HTMLDetailsElement).open), true)
  await page.close()
})

test('an address with the id of a requirement opens it', async () => {
  const { page } = await open(shop)
  await page.goto(`${pathToFileURL(shop).href}#pipeline.build`)
  await page.reload()
  assert.equal(await page.locator('[id="pipeline.build"]').evaluate((one) => (one as HTMLDetailsElement).open), true)
  await page.close()
})

test('without a script all is there, and no filter that would not work', async () => {
  const { page } = await open(shop, { script: false })
  assert.equal(await page.locator('details.req').count(), 121)
  assert.equal(await page.locator('#filter').isVisible(), false)
  await page.close()
})

test('on paper all findings are open, with what mends them; what holds is a line each', async () => {
  const { page } = await open(shop)
  const pdf = await page.pdf({ format: 'A4' })
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-')
  const pages = (pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) ?? []).length
  assert.ok(pages > 20, `${pages} pages`)
  await page.emulateMedia({ media: 'print' })
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')))
  const shown = (selector: string) =>
    page.locator(selector).evaluateAll((all) => all.map((one) => (one as HTMLElement).offsetHeight > 0))
  for (const [selector, isShown] of [
    ['details.req[data-verdict=fail] ol.findings:not(.seen) > li', true],
    ['details.req[data-verdict=pass] ol.findings > li', true],
    ['details.req[data-verdict=fail] .remedy', true],
    ['details.req[data-verdict=pass] .remedy', false],
    ['ol.seen pre', false],
    ['#filter', false],
  ] as const) {
    const found = await shown(selector)
    assert.ok(found.length > 0, selector)
    assert.ok(
      found.every((one) => one === isShown),
      selector,
    )
  }
  await page.close()
})

for (const dark of [false, true]) {
  test(`axe finds nothing against it, ${dark ? 'dark and narrow' : 'light'}`, async () => {
    const viewport = { width: dark ? 375 : 1280, height: 900 }
    const context = await browser.newContext({ bypassCSP: true, colorScheme: dark ? 'dark' : 'light', viewport })
    const page = await context.newPage()
    await page.goto(pathToFileURL(shop).href)
    await page
      .locator('details.req')
      .first()
      .evaluate((one) => ((one as HTMLDetailsElement).open = true))
    await page.addScriptTag({ content: axe.source })
    const found = await page.evaluate(async () => {
      const { violations } = await (window as unknown as { axe: typeof axe }).axe.run()
      return violations.map(
        ({ id, nodes }) =>
          `${id}: ${nodes
            .slice(0, 3)
            .map((node) => node.html)
            .join(' | ')}`,
      )
    })
    assert.deepEqual(found, [])
    await context.close()
  })
}

test('what an exception covers is one row, whose end is seen however long the paths are', async () => {
  const suppression = {
    kind: 'external',
    place: { file: '.assay/waivers.yaml', start: 4 },
    reason: 'it waits',
  } as const
  const until = { ...suppression, owner: 'Team Shop', approver: 'Grace', ticket: 'SHOP-1', expires: '2027-01-31' }
  const results = Array.from({ length: 9 }, (_, i) =>
    result({ place: { file: `services/${'a-very-long-name/'.repeat(7)}deploy-${i}.yml` }, suppression: until }),
  )
  const file = join(work, 'exceptions.html')
  writeFileSync(file, page(input(assessment({ results }))))
  const visit = await open(file)
  const table = visit.page.locator('table', { hasText: 'approver' })
  assert.equal(await table.locator('tbody tr').count(), 1)
  assert.match((await table.locator('td').first().textContent()) ?? '', /deploy-4\.yml(?!.*deploy-5).*and 4 more$/)
  assert.ok(await table.evaluate((one) => one.scrollWidth <= (one.parentElement as HTMLElement).clientWidth))
  for (const width of [768, 375]) {
    await visit.page.setViewportSize({ width, height: 900 })
    assert.ok(await table.evaluate((one) => one.scrollWidth <= (one.parentElement as HTMLElement).clientWidth))
    // a cell below the other, as wide as the page: no path is broken into a column of syllables
    const widths = await table.locator('td').evaluateAll((all) => all.map((one) => (one as HTMLElement).offsetWidth))
    assert.ok(
      widths.every((one) => one > width - 50),
      `${width}: ${widths}`,
    )
    assert.ok(await visit.page.getByRole('cell', { name: '2027-01-31' }).isVisible(), 'it stays a table to who listens')
  }
  await visit.page.close()
})

test('a name without a space is broken where the card ends, which would hide the rest of it', async () => {
  const message = `nothing scans ${'CI_REGISTRY_IMAGE_'.repeat(5)}:${'CI_COMMIT_SHORT_SHA_'.repeat(5)}`
  const file = join(work, 'long-names.html')
  writeFileSync(file, page(input(assessment({ results: [result({ message })] }))))
  const { page: visit } = await open(file, { width: 375 })
  await visit.getByRole('button', { name: 'Open all' }).click()
  // an inline element has no width of its own
  const beyond = await visit
    .locator('.body, .body *')
    .evaluateAll((all) => all.filter((one) => one.clientWidth > 0 && one.scrollWidth > one.clientWidth))
  assert.equal(beyond.length, 0)
  await visit.close()
})

test('ten thousand findings are shown, filtered and searched; hostile text stays text', async () => {
  const evil = '</script><script>document.title="owned"</script><img src=x onerror="document.title=1">'
  const made = assessment({
    repository: { name: evil, commit: null, files: 1 },
    results: Array.from({ length: 10_000 }, (_, i) =>
      result({
        requirement: `a.r${i % 100}`,
        message: `${evil} ${i}`,
        fingerprint: String(i).padStart(32, '0'),
        cause: String(i),
      }),
    ),
    requirements: Array.from({ length: 100 }, (_, i) => requirement(`a.r${i}`, 'fail', { reason: evil })),
  })
  const file = join(work, 'large.html')
  writeFileSync(file, page(input(made)))
  const { page: view, trouble } = await open(file)
  assert.equal(await view.locator('ol.findings > li').count(), 10_000)
  await view.getByRole('searchbox').fill('9999')
  await view.waitForFunction(() => document.getElementById('shown')?.textContent?.startsWith('1 of 100'))
  assert.match(await view.title(), /^Assay: <\/script>/)
  await view.getByRole('searchbox').fill('')
  await view.waitForFunction(() => document.getElementById('shown')?.textContent?.startsWith('100 of 100'))
  const printed = await view.pdf({ format: 'A4' })
  const sheets = printed.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0
  assert.ok(sheets > 10 && sheets < 1000, `${sheets} sheets`)
  assert.equal(await view.getByText('70 more are on the page and in the CSV, and not printed.').count(), 100)
  assert.deepEqual(trouble, [])
  assert.ok(!readFileSync(file, 'utf8').includes('<img'))
  await view.close()
})
