import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { areaOf } from '../../../src/facts/areas.ts'
import { collectFacts } from '../../../src/facts/collect.ts'
import type { Past } from '../../../src/sources/past.ts'
import { tarOf } from '../../secrets/archives/pack.ts'
import { repositoryOf } from '../../support/repository.ts'

const pem = (kind: string, content: string) =>
  `-----BEGIN ${kind}-----\n${content.replace(/.{1,64}/g, '$&\n')}-----END ${kind}-----\n`

/** A key made for these tests (openssl ecparam), and certificates of it for a hundred years. */
const key = pem(
  'PRIVATE KEY',
  [
    'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgZLSbDFCU2APh13a+Kzr7PCRMSUITtLjpBfgRdcyUd0ihRANCAARN',
    '6AOT+XhAiWaYaIoGwvFejWY1gsCRt3bRfjmZ/HRNtgQpHLX+OCVawBG6XOuc1dfnty7YhGRX9mlzubeL7dYh',
  ].join(''),
)
const certificates = {
  localhost: pem(
    'CERTIFICATE',
    [
      'MIIBgDCCASWgAwIBAgIUDG+z4rCkLbu1sdy93b1OMiczk1gwCgYIKoZIzj0EAwIwFDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2',
      'MTEyOTE3NDEzNVoYDzIxMjYxMTA1MTc0MTM1WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC',
      'AARN6AOT+XhAiWaYaIoGwvFejWY1gsCRt3bRfjmZ/HRNtgQpHLX+OCVawBG6XOuc1dfnty7YhGRX9mlzubeL7dYho1MwUTAdBgNV',
      'HQ4EFgQUl1c6BX0GDHrhD/a9hQST243YbhEwHwYDVR0jBBgwFoAUl1c6BX0GDHrhD/a9hQST243YbhEwDwYDVR0TAQH/BAUwAwEB',
      '/zAKBggqhkjOPQQDAgNJADBGAiEAmJLK+JwQhBtP/DOQEr0RqKTz1jlYDKcN0b1seE7JwzkCIQD5Fgf7KwGZHCZUODtxFgHLKAUz',
      '3dbb0RmDoYjY4CCXqg==',
    ].join(''),
  ),
  shop: pem(
    'CERTIFICATE',
    [
      'MIIBhjCCASugAwIBAgIUUzGcaUWfjqhcD0qCarzwcq5KouwwCgYIKoZIzj0EAwIwFzEVMBMGA1UEAwwMc2hvcC5hY21lLmlvMCAX',
      'DTI2MTEyOTE3NDEzNVoYDzIxMjYxMTA1MTc0MTM1WjAXMRUwEwYDVQQDDAxzaG9wLmFjbWUuaW8wWTATBgcqhkjOPQIBBggqhkjO',
      'PQMBBwNCAARN6AOT+XhAiWaYaIoGwvFejWY1gsCRt3bRfjmZ/HRNtgQpHLX+OCVawBG6XOuc1dfnty7YhGRX9mlzubeL7dYho1Mw',
      'UTAdBgNVHQ4EFgQUl1c6BX0GDHrhD/a9hQST243YbhEwHwYDVR0jBBgwFoAUl1c6BX0GDHrhD/a9hQST243YbhEwDwYDVR0TAQH/',
      'BAUwAwEB/zAKBggqhkjOPQQDAgNJADBGAiEAsbWY2cVnOHWrc1FU8H7m0c4q2xCHzXs/XrHNH8ayRBsCIQD63/J67Sf4VoJUtD/U',
      'XOiOEdswEOL5P6gq9s0SEbnH4w==',
    ].join(''),
  ),
  both: pem(
    'CERTIFICATE',
    [
      'MIIBojCCAUmgAwIBAgIUa2EFyzgCRg/ttXxSs1oG0m21RCcwCgYIKoZIzj0EAwIwFDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2',
      'MTEyOTE3NDEzNVoYDzIxMjYxMTA1MTc0MTM1WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC',
      'AARN6AOT+XhAiWaYaIoGwvFejWY1gsCRt3bRfjmZ/HRNtgQpHLX+OCVawBG6XOuc1dfnty7YhGRX9mlzubeL7dYho3cwdTAdBgNV',
      'HQ4EFgQUl1c6BX0GDHrhD/a9hQST243YbhEwHwYDVR0jBBgwFoAUl1c6BX0GDHrhD/a9hQST243YbhEwDwYDVR0TAQH/BAUwAwEB',
      '/zAiBgNVHREEGzAZgglsb2NhbGhvc3SCDHNob3AuYWNtZS5pbzAKBggqhkjOPQQDAgNHADBEAiBa/JSNIYmIIDAQVZZmjL536Zm6',
      'KDSXymGMs2W7RHq0jwIgdkJ6XS9m0XHfit+G+DPitZcAp7BRLFiiLY4uhNqL2l0=',
    ].join(''),
  ),
}
/** Of the same key, with what `openssl req` puts for whoever presses return. */
const withoutNames = pem(
  'CERTIFICATE',
  [
    'MIIB4jCCAYegAwIBAgIUCvN3y58poRzq56AtkpfWDs6Q7o0wCgYIKoZIzj0EAwIwRTELMAkGA1UEBhMCQVUxEzARBgNVBAgMClNv',
    'bWUtU3RhdGUxITAfBgNVBAoMGEludGVybmV0IFdpZGdpdHMgUHR5IEx0ZDAgFw0yNjExMzAwMDE0MjFaGA8yMTI2MTEwNjAwMTQy',
    'MVowRTELMAkGA1UEBhMCQVUxEzARBgNVBAgMClNvbWUtU3RhdGUxITAfBgNVBAoMGEludGVybmV0IFdpZGdpdHMgUHR5IEx0ZDBZ',
    'MBMGByqGSM49AgEGCCqGSM49AwEHA0IABE3oA5P5eECJZphoigbC8V6NZjWCwJG3dtF+OZn8dE22BCkctf44JVrAEbpc65zV1+e3',
    'LtiEZFf2aXO5t4vt1iGjUzBRMB0GA1UdDgQWBBSXVzoFfQYMeuEP9r2FBJPbjdhuETAfBgNVHSMEGDAWgBSXVzoFfQYMeuEP9r2F',
    'BJPbjdhuETAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0kAMEYCIQCNIthA6hMNI0UDyJcVKUxmAK5g/gTvttJHzKKrhKch',
    'zwIhAKOp6IIWMYh6zyIzFvTKUT36NHo0cTHSc+omfLeBHent',
  ].join(''),
)
/** An authority of the same key, and what it issued (openssl x509 -req). */
const authority = {
  own: pem(
    'CERTIFICATE',
    [
      'MIIBfzCCASWgAwIBAgIURtVbKhb2Rw6avWUoxeWukObL3zAwCgYIKoZIzj0EAwIwFDESMBAGA1UEAwwJU2hvcCBSb290MCAXDTI2',
      'MTEzMDAyMzkzNloYDzIxMjYxMTA2MDIzOTM2WjAUMRIwEAYDVQQDDAlTaG9wIFJvb3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC',
      'AARN6AOT+XhAiWaYaIoGwvFejWY1gsCRt3bRfjmZ/HRNtgQpHLX+OCVawBG6XOuc1dfnty7YhGRX9mlzubeL7dYho1MwUTAdBgNV',
      'HQ4EFgQUl1c6BX0GDHrhD/a9hQST243YbhEwHwYDVR0jBBgwFoAUl1c6BX0GDHrhD/a9hQST243YbhEwDwYDVR0TAQH/BAUwAwEB',
      '/zAKBggqhkjOPQQDAgNIADBFAiEA8xGIzegbZIH7xBd3DW5yn/JvQG8MVHAsC2ai+44+KkICICD1nDHuhB0IqnPREs1PLn4zNvmr',
      'f1t6sIhuBTJd1fro',
    ].join(''),
  ),
  localhost: pem(
    'CERTIFICATE',
    [
      'MIIBjjCCATWgAwIBAgIUZz609duvDWppf3r5V8x1QdbsNWAwCgYIKoZIzj0EAwIwFDESMBAGA1UEAwwJU2hvcCBSb290MCAXDTI2',
      'MTEzMDAyMzkzNloYDzIxMjYxMTA2MDIzOTM2WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC',
      'AAQV+Acjxu+uk74zKouRVQlfxEB+MZYiRmXw1NxN/UmD6W6UM1K4DV1YUrqUcpQobH6lmxUsA4QJS1DlZXW9zSjao2MwYTAUBgNV',
      'HREEDTALgglsb2NhbGhvc3QwCQYDVR0TBAIwADAdBgNVHQ4EFgQU8Kq7yE3U/s5ABRfhKwH8VI0aJqgwHwYDVR0jBBgwFoAUl1c6',
      'BX0GDHrhD/a9hQST243YbhEwCgYIKoZIzj0EAwIDRwAwRAIgK4Tkh/40Ciy4iU4ILOHF3EaKKE6kTqmDX92+/CTz5lYCICfRvrnI',
      'Un8SPoWUlnXIjuOXGi9EUm6U4IH5CJ2nht45',
    ].join(''),
  ),
  shop: pem(
    'CERTIFICATE',
    [
      'MIIBljCCATugAwIBAgIUZz609duvDWppf3r5V8x1QdbsNWEwCgYIKoZIzj0EAwIwFDESMBAGA1UEAwwJU2hvcCBSb290MCAXDTI2',
      'MTEzMDAyMzkzNloYDzIxMjYxMTA2MDIzOTM2WjAXMRUwEwYDVQQDDAxzaG9wLmFjbWUuaW8wWTATBgcqhkjOPQIBBggqhkjOPQMB',
      'BwNCAAQV+Acjxu+uk74zKouRVQlfxEB+MZYiRmXw1NxN/UmD6W6UM1K4DV1YUrqUcpQobH6lmxUsA4QJS1DlZXW9zSjao2YwZDAX',
      'BgNVHREEEDAOggxzaG9wLmFjbWUuaW8wCQYDVR0TBAIwADAdBgNVHQ4EFgQU8Kq7yE3U/s5ABRfhKwH8VI0aJqgwHwYDVR0jBBgw',
      'FoAUl1c6BX0GDHrhD/a9hQST243YbhEwCgYIKoZIzj0EAwIDSQAwRgIhANVtPI7u2tlkyLdeT37thoPBCQqcDtfTq5PhZX+yL9Af',
      'AiEAgflmSwWwg/S6JxwT8fKqrMxOV/nZjaLQFp7s4IZstmo=',
    ].join(''),
  ),
}
const base64 = (text: string) => Buffer.from(text).toString('base64')
const indented = (text: string) => text.replace(/^(?=.)/gm, '    ')
/** As code writes a text of several lines: a string for each, one after the other. */
const strings = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => `"${line}\\n"`)
    .join(' +\n    ')
const password = ['Tr0ub4', 'dor&9x'].join('')

const random = ['q7ZtW2mX', '9bLcR4vK', 'p8HsD6nY'].join('')

const salt = ['q%Z4 w;e=T', '1u(K~m{9Vx', 'P+3c!nB)7s', '@Rf#5&jHd]', '8yL^2*aGkQ'].join('-')

/** Signed for nobody, with a key that nobody kept. */
const token = [
  base64('{"alg":"HS256","typ":"JWT"}'),
  Buffer.from('{"sub":"goldsmith","iss":"https://shop.acme.io","exp":2000000000}').toString('base64url'),
  ['q7ZtW2mX9bLcR4vK', 'p8HsD6nYt5GfJ3aQ', 'u1VxE0iOzBw'].join(''),
].join('.')

const frameworks = ['q7ztw2mx', '#bw$c1rv', 'p8hsd6ny', '%5gfj3aq', 'u1vx&0io', 'zb@wq7zt'].join('')

/** A token that is signed with a word. */
function signed(word: string): string {
  const [header, payload] = token.split('.') as [string, string]
  const signature = createHmac('sha256', word).update(`${header}.${payload}`).digest('base64url')
  return `${header}.${payload}.${signature}`
}

const secretOf = (value: string) =>
  `apiVersion: v1\nkind: Secret\nmetadata:\n  name: shop\nstringData:\n  user: shop\n  password: ${value}\n`

const packedChart = tarOf({ 'store/values.yaml': `user: shop\npassword: ${password}\n` }).toString('latin1')

type Files = Readonly<Record<string, string>>

/** The areas of what would be an error, in the order of the files. */
async function areas(files: Files): Promise<string[]> {
  const known = Object.fromEntries(Object.keys(files).map((path) => [path, areaOf(path)]))
  const { facts } = await collectFacts(repositoryOf(files, { areas: known }), defaultSettings, ['secrets'])
  return facts.secrets.filter(({ certainty }) => certainty === 'likely').map(({ file, area }) => `${file}: ${area}`)
}

/** A package of Go: some of its files take in what tests are made with, the others do not. */
const suite = (folder: string, helping: number, others: number): Files =>
  Object.fromEntries(
    Array.from({ length: helping + others }, (_, at) => [
      `${folder}/f${at}.go`,
      `package ${folder}\n\nimport (\n\t"${at < helping ? 'testing' : 'net/http'}"\n)\n`,
    ]),
  )

/** Each with its twin: the same without the evidence. */
const cases: Readonly<Record<string, { readonly test?: Files; readonly main?: Files }>> = {
  'a module of Rust for tests': {
    test: {
      'src/login.rs': `pub fn login() {}\n\n#[cfg(test)]\nmod tests {\n    use super::*;\n    fn f() {\n        let password = "${password}";\n    }\n}\n`,
    },
    main: {
      'src/login.rs': `#[cfg(test)]\nmod tests {\n    use super::*;\n}\n\nfn f() {\n    let password = "${password}";\n}\n`,
    },
  },
  'a function of Rust for tests, and one that is for tests only sometimes': {
    test: {
      'src/login.rs': `#[tokio::test]\nasync fn logs_in() {\n    let password = "${password}";\n}\n`,
    },
    main: {
      'src/login.rs': `#[cfg(any(test, feature = "x"))]\nfn logs_in() {\n    let password = "${password}";\n}\n`,
    },
  },
  'a module of Rust behind a feature that is called after tests': {
    test: {
      'src/agent.rs': `#[cfg(any(test, feature = "mock"))]\npub mod mock {\n    fn f() {\n        let password = "${password}";\n    }\n}\n`,
    },
    main: {
      'src/agent.rs': `#[cfg(feature = "admin")]\npub mod admin {\n    fn f() {\n        let password = "${password}";\n    }\n}\n`,
    },
  },
  'a module of Rust for tests that stands in another file ends with its line': {
    main: { 'src/login.rs': `#[cfg(test)]\nmod tests;\n\nfn f() {\n    let password = "${password}";\n}\n` },
  },
  'tests of Vitest in the source': {
    test: { 'src/login.ts': `if (import.meta.vitest) {\n  const password = '${password}'\n}\n` },
    main: { 'src/login.ts': `if (import.meta.vitest) {\n  run()\n}\nconst password = '${password}'\n` },
  },
  'a key that is called a sample in code': {
    test: { 'src/run.swift': `let sampleServerKeyPEM = """\n${key}"""\n` },
    main: { 'src/run.swift': `let latestServerKeyPEM = """\n${key}"""\n` },
  },
  'settings among texts, and beside code': {
    test: {
      ...Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`design/text-${at}.md`, '# Shop\n'])),
      'design/assets/run.go': 'package shop\n',
      'design/text.md': '# Shop\n',
      'design/assets/database.yaml': `db_user: shop\ndb_password: ${password}\n`,
    },
    main: {
      ...Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`shop/text-${at}.md`, '# Shop\n'])),
      'shop/run.go': 'package shop\n',
      'shop/assets/database.yaml': `db_user: shop\ndb_password: ${password}\n`,
      ...Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`ops/runbook-${at}.md`, '# Shop\n'])),
      'ops/database.yaml': `db_user: shop\ndb_password: ${password}\n`,
      ...Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`decisions/text-${at}.md`, '# Shop\n'])),
      'decisions/production.yaml': `db_user: shop\ndb_password: ${password}\n`,
      'few/README.md': '# Shop\n',
      'few/database.yaml': `db_user: shop\ndb_password: ${password}\n`,
    },
  },
  'a key that says that it protects nothing': {
    test: { 'config/gpg/unsecure_private.key': key },
    main: { 'config/gpg/secure_private.key': key },
  },
  'a key that is called one of tests in an array of C': {
    test: { 'src/certs.c': `const char shop_test_srv_key[] =\n${key.trim().replace(/.+/g, '"$&\\n"')};\n` },
    main: { 'src/certs.c': `const char shop_latest_srv_key[] =\n${key.trim().replace(/.+/g, '"$&\\n"')};\n` },
  },
  'a key in a file that is called a sample': {
    test: { 'tools/rsa-key.dummy.txt': key },
    main: { 'tools/rsa-key.txt': key },
  },
  'a key in a file called test, alone and beside that of production': {
    test: { 'keys/apt-test.pem': key },
    main: { 'keys/test.pem': key, 'keys/prod.pub': 'x' },
  },
  'a key in a folder called test, alone and beside that of production': {
    test: { 'test-ca/rsa/ca.key': key },
    main: { 'keys/test-eu/ca.key': key, 'keys/prod-eu/ca.pub': 'x', 'latest/ca.key': key },
  },
  'a password in a file that is called made up, and in one that tries something': {
    test: { 'app/SetupDummyAccount.php': `<?php\n$password = '${password}';\n` },
    main: { 'app/TryAccount.php': `<?php\n$password = '${password}';\n` },
  },
  'what frameworks put into a new project for work on it': {
    test: { 'config/dev.exs': `config :shop, ShopWeb.Endpoint,\n  secret_key_base: "${random}${random}"\n` },
    main: { 'config/prod.exs': `config :shop, ShopWeb.Endpoint,\n  secret_key_base: "${random}${random}"\n` },
  },
  'a key in the folder of what people work with, alone and beside that of production': {
    test: { 'dev/keys/root1': key, 'server-prod.conf': 'x' },
    main: { 'env/dev/root.key': key, 'env/prod/root.pub': 'x', 'devices/root.key': key },
  },
  'a package of Go that takes in testing': {
    test: {
      'shoptest/shop.go': 'package shoptest\n\nimport (\n\t"net/http"\n\t"testing"\n)\n',
      'shoptest/data/a.pem': key,
    },
    main: {
      'shoptest/shop.go': 'package shoptest\n\nimport (\n\t"net/http"\n)\n',
      'shoptest/shop_test.go': 'package shoptest\n\nimport "testing"\n',
      'shoptest/data/a.pem': key,
    },
  },
  'a suite of Go, and a program with a helper of tests': {
    test: {
      ...suite('suites', 4, 8),
      'suites/shop/configuration.yml': `user: shop\npassword: ${password}\n`,
    },
    main: {
      ...suite('shop', 3, 4),
      'shop/configuration.yml': `user: shop\npassword: ${password}\n`,
      ...suite('market', 4, 9),
      'market/configuration.yml': `user: shop\npassword: ${password}\n`,
    },
  },
  'a token that a description of an interface shows, and one that it gives': {
    test: { 'api/openapi.yml': `schema:\n  type: string\n  examples:\n    - '${token}'\n` },
    main: { 'api/openapi.yml': `schema:\n  type: string\n  values:\n    - '${token}'\n` },
  },
  'a folder of settings that only tests name': {
    test: {
      'server/server.go': 'package server\n',
      'server/server_test.go': 'package server\n\nvar a = run("./configs/one.conf")\n',
      'server/configs/one.conf': 'include "./configs/two.conf"\n',
      'server/configs/two.conf': `user: shop\npassword: "${password}"\n`,
    },
    main: {
      'server/server.go': 'package server\n\nvar all = os.ReadDir("configs")\n',
      'server/server_test.go': 'package server\n\nvar a = run("./configs/one.conf")\n',
      'server/configs/one.conf': 'include "./configs/two.conf"\n',
      'server/configs/two.conf': `user: shop\npassword: "${password}"\n`,
    },
  },
  'a folder of settings that a manual names, too, or that nobody names': {
    main: {
      'README.md': 'Start it with `-c configs/two.conf`.\n',
      'server/server_test.go': 'package server\n\nvar a = run("./configs/two.conf")\n',
      'server/configs/two.conf': `user: shop\npassword: "${password}"\n`,
      'other/keys/a.pem': key,
    },
  },
  'a file beside code that only tests name, and one that a program finds by itself': {
    test: {
      'server/server.go': 'package server\n',
      'server/server_test.go': 'package server\n\nvar a = read("one.pem")\n',
      'server/one.pem': key,
    },
    main: {
      'server/server.go': 'package server\n',
      'server/server_test.go': 'package server\n\nvar a = read("application.properties")\n',
      'server/application.properties': `user = shop\npassword = ${password}\n`,
    },
  },
  'a key whose certificate is for nobody': {
    test: { 'tools/a.key': key, 'tools/a.crt': certificates.localhost },
    main: { 'tools/a.key': key, 'tools/a.crt': certificates.shop },
  },
  'a key whose certificate for nobody stands in the same file, as it is and in Base64': {
    test: {
      'chart/templates/keys.yaml': `data:\n  cert.pem: |\n${indented(certificates.localhost)}  key.pem: |\n${indented(key)}`,
      'chart/templates/secret.yaml': `data:\n  tls.crt: ${base64(certificates.localhost)}\n  tls.key: ${base64(key)}\n`,
    },
    main: {
      'chart/templates/keys.yaml': `data:\n  cert.pem: |\n${indented(certificates.shop)}  key.pem: |\n${indented(key)}`,
      'chart/templates/secret.yaml': `data:\n  tls.crt: ${base64(certificates.both)}\n  tls.key: ${base64(key)}\n`,
    },
  },
  'a key whose certificate for nobody stands beside it in the settings that ship with the service': {
    main: {
      'src/main/resources/application.yml': `shop:\n  cert: |\n${indented(certificates.localhost)}  key: |\n${indented(key)}`,
    },
  },
  'a key whose certificate for nobody stands beside it in the strings of code': {
    test: { 'src/Probe.java': `String CERT = ${strings(certificates.localhost)};\nString KEY = ${strings(key)};\n` },
    main: { 'src/Probe.java': `String CERT = ${strings(certificates.shop)};\nString KEY = ${strings(key)};\n` },
  },
  'a stack that a pipeline tries things with, and what a pipeline deploys with': {
    test: {
      '.ci/stack/compose.yml': 'services: {}\n',
      '.ci/stack/certs/server.key': key,
      '.ci/stack/shop.env': `MONGO_USER=shop\nMONGO_PASSWORD=${password}\n`,
    },
    main: {
      '.ci/certs/server.key': key,
      '.ci/shop.env': `MONGO_USER=shop\nMONGO_PASSWORD=${password}\n`,
      'one/ci/compose.yml': 'services: {}\n',
      'one/ci/shop.env': `MONGO_USER=shop\nMONGO_PASSWORD=${password}\n`,
      'one/prod/compose.yml': 'services: {}\n',
      'two/ci/compose.prod.yml': 'services: {}\n',
      'two/ci/shop.env': `MONGO_USER=shop\nMONGO_PASSWORD=${password}\n`,
    },
  },
  'a key in a text, and one that is all of a text': {
    test: { 'install/README.md': `The secret looks like this:\n\n    tls.key: ${base64(key)}\n` },
    main: { 'install/key.txt': key },
  },
  'a key in the documentation of code, and one in a comment': {
    test: { 'src/keys.php': `<?php\n/**\n *   define('AUTH_KEY', '${salt}');\n */\n` },
    main: { 'src/keys.php': `<?php\n// define('AUTH_KEY', '${salt}');\n` },
  },
  'values with which a chart is tried out': {
    test: {
      'charts/shop/Chart.yaml': 'name: shop\n',
      'charts/shop/ci/tls-values.yaml': `db:\n  user: shop\n  password: ${password}\n`,
    },
    main: {
      'ci/tls-values.yaml': `db:\n  user: shop\n  password: ${password}\n`,
      'charts/shop/Chart.yaml': 'name: shop\n',
      'charts/shop/tls-values.yaml': `db:\n  user: shop\n  password: ${password}\n`,
    },
  },
  'the values of a packed chart that another needs, and of one that lies elsewhere': {
    test: { 'shop/Chart.yaml': 'name: shop\n', 'shop/charts/store-4.0.15.tgz': packedChart },
    main: { 'shop/Chart.yaml': 'name: shop\n', 'releases/charts/store-4.0.15.tgz': packedChart },
  },
  "settings of a stack on one's own machine, and of an environment": {
    test: {
      'contrib/local-environment/shop.cfg': `user = "shop"\npassword = "${password}"\n`,
      'local/.env': `DB_PASSWORD=${password}\n`,
    },
    main: {
      'contrib/local-authority/shop.cfg': `user = "shop"\npassword = "${password}"\n`,
      'env/local/shop.cfg': `user = "shop"\npassword = "${password}"\n`,
      'env/prod/shop.cfg': 'user = "shop"\n',
    },
  },
  'a key in the folder of what is measured or run again': {
    test: { 'regress/rsa.prv': key, 'Sources/ShopPerformanceTester/shared.swift': `let pem = """\n${key}"""\n` },
    main: { 'progress/rsa.prv': key, 'Sources/ShopPerformance/shared.swift': `let pem = """\n${key}"""\n` },
  },
  'a password of which the comment above says that it is for tests, and one that has to be changed': {
    test: {
      'app/settings.py': `# Only used for local development,\n# see the manual.\nDB_PASSWORD = "${password}"\n`,
      'app/shop.ts': `const password = '${password}' // never use this in production\n`,
      'app/shop.tf': `  # For demonstration purposes\n  password = "${password}"\n`,
    },
    main: {
      'app/settings.py': `# SECURITY WARNING: don't run with debug turned on in production!\nDB_PASSWORD = "${password}"\n`,
      'app/main.py': `# Only used for local development.\n\nDB_PASSWORD = "${password}"\n`,
      'app/admin.py': `# Only the boss logs in, on the local network or in the test room.\nDB_PASSWORD = "${password}"\n`,
      'app/shop.ts': `const password = '${password}' // change this in production\n`,
    },
  },
  'a password that a template has to have changed, and the same in settings': {
    test: {
      'make/shop.yml.tmpl': `database:\n  # The password of the user shop. Change this before any production use.\n  password: ${password}\n`,
    },
    main: {
      'make/shop.yml': `database:\n  # The password of the user shop. Change this before any production use.\n  password: ${password}\n`,
      'make/other.yml.tmpl': `database:\n  # The password of the user shop.\n  password: ${password}\n`,
    },
  },
  'a request as a manual shows it, beside the answers to it': {
    test: {
      'dev/api/requests/users.json': `{"name": "shop", "password": "${password}"}\n`,
      'dev/api/responses/users.json': '{"name": "shop"}\n',
    },
    main: { 'dev/api/requests/users.json': `{"name": "shop", "password": "${password}"}\n` },
  },
  'a token that is signed with a word of manuals': {
    test: { 'shop/api.rest': `GET {{host}}/shop\nX-JWT: ${signed('12345')}\n` },
    main: { 'shop/api.rest': `GET {{host}}/shop\nX-JWT: ${signed(random)}\n` },
  },
  'a manifest that only first steps take in, and one that is deployed otherwise, too': {
    test: {
      'manifests/quick-start/mysql/kustomization.yaml': 'resources:\n  - ../../components/mysql\n',
      'manifests/components/mysql/kustomization.yaml': 'resources:\n  - secret.yaml\n',
      'manifests/components/mysql/secret.yaml': secretOf(password),
    },
    main: {
      'manifests/quick-start/mysql/kustomization.yaml': 'resources:\n  - ../../components/mysql\n',
      'manifests/cluster/kustomization.yaml': 'resources:\n  - ../components/mysql\n',
      'manifests/components/mysql/kustomization.yaml': 'resources:\n  - secret.yaml\n',
      'manifests/components/mysql/secret.yaml': secretOf(password),
      'manifests/other/secret.yaml': secretOf(password),
    },
  },
  'a stack to work with, and an environment that is called so': {
    test: {
      'dev/mssql/compose.yml': `services:\n  db:\n    environment:\n      SA_USER: sa\n      MSSQL_SA_PASSWORD: ${password}\n`,
      'dev/mssql/start.sh': `sqlcmd -S localhost -U SA -P "${password}"\n`,
    },
    main: {
      'deploy/dev/compose.yml': `services:\n  db:\n    environment:\n      SA_USER: sa\n      MSSQL_SA_PASSWORD: ${password}\n`,
      'dev/start.sh': `sqlcmd -S db.acme.io -U SA -P "${password}"\n`,
      'one/dev/compose.yml': `services:\n  db:\n    environment:\n      SA_USER: sa\n      MSSQL_SA_PASSWORD: ${password}\n`,
      'one/prod/compose.yml': 'services: {}\n',
      'two/ci/compose.prod.yml': 'services: {}\n',
      'two/ci/shop.env': `MONGO_USER=shop\nMONGO_PASSWORD=${password}\n`,
    },
  },
  'a key in a folder of stubs, and one for first steps': {
    test: { 'session/stub/rsa.key': key, 'contrib/quickstart/proxy/rsa.key': key },
    main: { 'session/stubborn/rsa.key': key, 'contrib/quick/rsa.key': key },
  },
  'a key whose certificate names nobody': {
    test: { 'ci/pod/a.key': key, 'ci/pod/a.crt': withoutNames },
    main: { 'ci/pod/a.key': key },
  },
  'the key of an authority that issued certificates for nobody, and of one that issued another': {
    test: { 'docker/tls/ca.key': key, 'docker/tls/ca.pem': authority.own, 'docker/tls/web.pem': authority.localhost },
    main: {
      'docker/tls/ca.key': key,
      'docker/tls/ca.pem': authority.own,
      'docker/tls/web.pem': authority.localhost,
      'docker/tls/shop.pem': authority.shop,
      'docker/alone/ca.key': key,
      'docker/alone/ca.pem': authority.own,
    },
  },
  'a key below a comment of a template, and the value of a block below one': {
    test: {
      'chart/templates/_helpers.tpl': `{{/*\nDEVELOPMENT ONLY PRIVATE KEY\nNote: made by hand.\n*/}}\n{{- define "shop.key" -}}\n${key}{{- end -}}\n`,
      'chart/values.yaml': `shop:\n  # only for testing\n  key: |-\n${indented(key)}`,
      'src/key.ts': `/*\n * Do not use it in production.\n */\nconst key = \`\n${key}\`\n`,
    },
    main: {
      'chart/templates/_helpers.tpl': `{{/*\nPRIVATE KEY of the shop, used in development and elsewhere\n*/}}\n{{- define "shop.key" -}}\n${key}{{- end -}}\n`,
      'chart/values.yaml': `shop:\n  # only for testing\n  host: shop\n  key: |-\n${indented(key)}`,
      'src/key.ts': `/*\n * Do not use it in production.\n */\nrun()\nconst key = \`\n${key}\`\n`,
    },
  },
  'a key in a folder of tests that Go leaves out': {
    test: { 'runtime/_testdata/root.key': key },
    main: { 'runtime/_data/root.key': key },
  },
  'a key that holds the place of another': {
    test: { 'conf/cert/ssl_PLACE_HOLDER.key': key },
    main: { 'conf/cert/ssl_place.key': key },
  },
  "a request to one's own machine, and to another": {
    test: {
      'src/http/login.http': `POST http://localhost:9095/login\n\n{"user": "shop", "password": "${password}${random}"}\n`,
      'src/http/shop.http': `@host = http://127.0.0.1:8080\n\nGET {{host}}/login\nX-JWT: ${token}\n`,
    },
    main: {
      'src/http/login.http': `POST https://shop.acme.io/login\n\n{"user": "shop", "password": "${password}${random}"}\n`,
      'src/http/shop.http': `GET {{host}}/login\nX-JWT: ${token}\n`,
    },
  },
  'the key of a framework in a script that tests': {
    test: { 'scripts/test.sh': `SHOP_SECRET_KEY="${frameworks}" run\n` },
    main: { 'scripts/run.sh': `SHOP_SECRET_KEY="${frameworks}" run\n` },
  },
  'a key whose certificate is for somebody, too, and one whose certificate is elsewhere': {
    main: { 'tools/a.key': key, 'tools/a.crt': certificates.both, 'other/a.crt': certificates.localhost },
  },
}

for (const [name, { test: practice, main }] of Object.entries(cases)) {
  if (practice) test(name, async () => assert.deepEqual(await ofAreas(practice), ['test']))
  if (main) test(`${name}: not otherwise`, async () => assert.deepEqual(await ofAreas(main), ['main']))
}

/** The areas that there are. */
async function ofAreas(files: Files): Promise<string[]> {
  return [...new Set((await areas(files)).map((told) => told.replace(/.*: /, '')))]
}

test('what a vendor gave out stays what it is in a part for tests', async () => {
  const token = ['AKIA', 'Q3EGUXTM', '4PZ7LV2N'].join('')
  const secret = ['q8Wz1LmX', 'p0RtY5vB', 'n7KcD3sF', 'h9JgA2eU', 'i6OoT4yM'].join('')
  const files = {
    'src/a.rs': `#[cfg(test)]\nmod tests {\n    const ID: &str = "${token}";\n    const AWS_SECRET_ACCESS_KEY: &str = "${secret}";\n}\n`,
  }
  assert.ok((await areas(files)).includes('src/a.rs: main'), String(await areas(files)))
})

test('a form that many give out is of a manual where it stands in one, and else is not', async () => {
  const secret = ['q8Wz1LmX', 'p0RtY5vB', 'n7KcD3sF', 'h9JgA2eU', 'i6OoT4yM'].join('')
  const module = (before: string) =>
    `EXAMPLES = '''\n- shop:\n    user: shop\n${before}    secret_key: ${secret}\n'''\n`
  assert.deepEqual(await ofAreas({ 'library/shop.py': module('') }), ['test'])
  assert.deepEqual(await ofAreas({ 'library/shop.py': module("'''\nkeys = '''\n") }), ['main'])
})

test('a form that many give out is shown in a text, but where the id beside it is of the vendor', async () => {
  const secret = ['q8Wz1LmX', 'p0RtY5vB', 'n7KcD3sF', 'h9JgA2eU', 'i6OoT4yM'].join('')
  const text = (id: string) => `# Shop\n\n    AccessKey: ${id}\n    SecretKey: ${secret}\n`
  const own = ['AKIA', 'Q3EGUXTM', '4PZ7LV2N'].join('')
  assert.deepEqual(await areas({ 'install/README.md': text('GOLDSMITH') }), ['install/README.md: test'])
  assert.ok((await areas({ 'install/README.md': text(own) })).includes('install/README.md: main'))
  assert.deepEqual(await areas({ 'install/keys.yml': text('GOLDSMITH') }), ['install/keys.yml: main'])
})

test('what an archive holds is known by the folder in which the archive is', async () => {
  const log = `{"user": "shop", "client_secret": "${random}"}\n`
  const archive = tarOf({ 'logs/one.json': log }).toString('latin1')
  const kit = (takes: string) => ({
    'shoptest/kit.go': `package shoptest\n\nimport (\n\t"${takes}"\n)\n`,
    'shoptest/data/logs.tar': archive,
  })
  assert.deepEqual(await ofAreas(kit('testing')), ['test'])
  assert.deepEqual(await ofAreas(kit('net/http')), ['main'])
})

test('what history held is looked at as what the files hold', async () => {
  const files = {
    'server/server.go': 'package server\n',
    'server/server_test.go': 'package server\n\nvar a = run("./configs/one.conf")\n',
    'server/configs/one.conf': 'listen: 80\n',
    'src/login.rs': 'fn f() {}\n',
    'src/keys.conf': 'listen: 80\n',
  }
  const before = {
    'server/configs/one.conf': `user: shop\npassword: "${password}"\n`,
    'src/login.rs': `#[cfg(test)]\nmod tests {\n    fn f() {\n        let password = "${password}";\n    }\n}\n`,
    'src/keys.conf': `user: shop\npassword: "${password}"\n`,
  }
  const past: Past = {
    range: 'HEAD',
    shallow: false,
    async *files() {
      for (const [path, content] of Object.entries(before))
        yield { path, commit: 'c0ffee', date: '2026-01-01T00:00:00Z', bytes: Buffer.from(content), tooLarge: false }
    },
  }
  const { facts } = await collectFacts(
    { ...repositoryOf(files, { areas: { 'server/server_test.go': 'test' } }), past },
    defaultSettings,
    ['secrets'],
  )
  assert.deepEqual(facts.secrets.map(({ file, area, inTree }) => `${file}: ${area} ${inTree}`).sort(), [
    'server/configs/one.conf: test false',
    'src/keys.conf: main false',
    'src/login.rs: test false',
  ])
})
