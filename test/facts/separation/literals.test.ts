import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isHidden } from '../../../src/facts/hidden.ts'
import { domainOf, kindOfHost } from '../../../src/facts/separation/hosts.ts'
import { judge } from '../../../src/facts/separation/judge.ts'
import { literalsIn } from '../../../src/facts/separation/literals.ts'

/** Put together here, so that no search for addresses takes the table for a program. */
const secure = 'https:/' + '/'

const known = {
  hosts: new Map([
    ['www.ring-shop.co.uk', 'production'],
    ['api.ring-shop.co.uk', 'production'],
  ]),
  domains: new Set(['ring-shop.co.uk']),
}

/** A line of code, then what its literals are: the host with `!` where it is certain, `?` where it is not. */
const lines: readonly (readonly [string, readonly string[]])[] = [
  [`const api = '${secure}api-dev.ring-shop.co.uk/v1'`, ['api-dev.ring-shop.co.uk!']],
  [`fetch("${secure}staging.ring-shop.co.uk:8443")`, ['staging.ring-shop.co.uk!']],
  [`os.getenv("API_URL", "${secure}api.ring-shop.co.uk/v2")`, ['api.ring-shop.co.uk!']],
  [`if (location.hostname === 'uat.ring-shop.co.uk')`, ['uat.ring-shop.co.uk!']],
  [`url = '${secure}ring-dev.azurewebsites.net'`, ['ring-dev.azurewebsites.net!']],
  [`dial("postgres:/` + `/db.ring-shop.co.uk:5432/rings")`, ['db.ring-shop.co.uk!']],
  [`spring = "jdbc:mysql:/` + `/10.2.3.4/rings"`, ['10.2.3.4!']],
  [`host: 'rings.abc123.eu-west-2.rds.amazonaws.com'`, ['rings.abc123.eu-west-2.rds.amazonaws.com!']],
  ["const ca = 'https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem'", []],
  [`BASE_URL = '${secure}api.staging.partner.org'`, ['api.staging.partner.org?']],
  [`baseUrl: '${secure}rings.herokuapp.com'`, ['rings.herokuapp.com?']],
  [`site = ['${secure}www.ring-shop.co.uk']`, ['www.ring-shop.co.uk?']],
  ['host =~ /^staging.ring-shop.co.uk/', ['staging.ring-shop.co.uk!']],
  [String.raw`re.compile(r"^uat\.ring-shop\.co\.uk$")`, ['uat.ring-shop.co.uk!']],
  [String.raw`Pattern.compile("^https://dev\\.ring-shop\\.co\\.uk/.*")`, ['dev.ring-shop.co.uk!']],
  [String.raw`host.match(/^https?:\/\/staging\.partner\.org/)`, ['staging.partner.org?']],
  ['host =~ %r{^staging.partner.org}', ['staging.partner.org?']],
  // no environment of this service
  ['const parts = name.split(/[.]/), dev = total /this.staging.app', []],
  [String.raw`cors({ origin: [/^https:\/\/dev\.ring-shop\.co\.uk$/] })`, []],
  [String.raw`key.match(/^page\.staging\.title$/)`, []],
  [`const api = 'https:/` + "/${host}/v1'", []],
  [`url = f"${secure}{env}.ring-shop.co.uk"`, []],
  [`API_URL = "${secure}api.stripe.com"`, []],
  [`API_URL = "${secure}dev.azure.com/rings"`, []],
  [`API_URL = "${secure}api.partner.org"`, []],
  [`db = "postgres:/` + `/localhost:5432/rings"`, []],
  [`db = "postgres:/` + `/user:password@db/rings"`, []],
  [`db = "mongodb:/` + `/mongo.example.com/rings"`, []],
  [`allowedOrigins: ['${secure}staging.ring-shop.co.uk']`, []],
  [`cors({ origin: '${secure}dev.ring-shop.co.uk' })`, []],
  [`<a href="${secure}dev.ring-shop.co.uk">`, []],
  [`helpUrl = '${secure}www.ring-shop.co.uk/help'`, []],
  [`link = '${secure}www.ring-shop.co.uk/rings/1'`, []],
  [`<Masthead domain="www.ring-shop.co.uk">`, []],
  [`log("see ${secure}dev.ring-shop.co.uk for more")`, []],
  [`import "com.rings.dev.io"`, []],
  [`t('page.staging.title')`, []],
  [`xmlns="http:/` + `/dev.ring-shop.co.uk/schema"`, []],
]

for (const [line, expected] of lines) {
  test(`addresses in code: ${line}`, () => {
    const found = [...literalsIn(`${line}\n`)].flatMap((literal) => {
      const verdict = judge(literal, known)
      return verdict ? [`${literal.host}${isHidden(verdict.sure) ? '?' : '!'}`] : []
    })
    assert.deepEqual(found, expected)
  })
}

test('a literal has the place of what is between its quotes', () => {
  const content = `a\nconst api = '${secure}dev.ring-shop.co.uk/v1';`
  const [literal] = [...literalsIn(content)]
  assert.equal(content.slice(literal?.start, literal?.end), `${secure}dev.ring-shop.co.uk/v1`)
  assert.equal(literal?.name, 'api')
})

test('a literal is given to a name, never to the end of another literal', () => {
  const nameOf = (before: string) => [...literalsIn(`${before}'${secure}dev.rings.org'`)][0]?.name
  assert.deepEqual(
    ['API_URL = ', 'url: string = ', "ENV['API'] || ", "'api-url': ", "a === 'rings.no' ? ", 'get("API", '].map(nameOf),
    ['API_URL', 'url', 'API', 'api-url', '', 'API'],
  )
})

test('hosts by their names', () => {
  assert.deepEqual(
    ['postgres', 'x.example.org', 'api.github.com', 'a.qa.rings.org', 'prod-rings.fly.dev', 'rings.org'].map(
      kindOfHost,
    ),
    ['local', 'local', 'public', 'named', 'named', 'other'],
  )
  assert.deepEqual(['a.b.ring-shop.co.uk', 'a.rings.service.gov.uk', 'rings.org', 'a.rings.org'].map(domainOf), [
    'ring-shop.co.uk',
    'rings.service.gov.uk',
    'rings.org',
    'rings.org',
  ])
})

test('a text full of addresses and half ones costs linear time', () => {
  const content = `"https:/${'/'}a.b`.repeat(100_000) + '"a.'.repeat(100_000)
  const before = process.cpuUsage()
  assert.equal([...literalsIn(content)].length, 100_000)
  assert.ok(process.cpuUsage(before).user < 2e6)
})
