import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gunzipSync, gzipSync } from 'node:zlib'
import { Allowance } from '../../../src/secrets/archives/allowance.ts'
import { completions } from '../../../src/secrets/checks/index.ts'
import { scanFile, scanLayout } from '../../../src/secrets/scan.ts'
import { characters, random } from '../support/fill.ts'
import { tarOf, zip64Of, zipOf } from './pack.ts'

const next = random('archives')
const token = () => {
  const start = `ghp_${characters('base62', 30, next)}`
  return start + completions.github?.(start)
}
const settings = `token: ${token()}\n`
const told = (bytes: Buffer, file = 'a.bin') =>
  scanFile(file, bytes).inside.map(({ path, hits, note }) => `${path}: ${hits.length}${note && `, ${note}`}`)

test('members of archives are searched, and those of archives within', () => {
  assert.deepEqual(told(zipOf({ 'a/settings.yaml': settings, 'b.txt': 'nothing' })), ['a/settings.yaml: 1'])
  assert.deepEqual(told(tarOf({ './settings.yaml': settings })), ['settings.yaml: 1'])
  assert.deepEqual(told(gzipSync(tarOf({ 'settings.yaml': settings })), 'a.tgz'), ['settings.yaml: 1'])
  assert.deepEqual(told(gzipSync(settings), 'logs/settings.yaml.gz'), ['settings.yaml: 1'])
  const jar = zipOf({ 'BOOT-INF/application.yml': settings })
  assert.deepEqual(told(gzipSync(tarOf({ 'lib/app.jar': jar }))), ['lib/app.jar!/BOOT-INF/application.yml: 1'])
})

test('what cannot be opened is said: encrypted, cut off, too deep, of another kind', () => {
  const why = (bytes: Buffer) => scanFile('a.bin', bytes).unread?.why ?? ''
  assert.match(why(zipOf({ 'a.txt': settings }, true)), /a\.txt is encrypted/)
  assert.match(why(zipOf({ 'a.txt': settings }).subarray(0, 60)), /cut off/)
  assert.match(why(gzipSync(Buffer.from(characters('base62', 5000, next))).subarray(0, 300)), /cut off/)
  assert.match(why(Buffer.concat([Buffer.from('fd377a585a00', 'hex'), Buffer.alloc(40)])), /xz archive/)
  let deep = zipOf({ 'a.txt': settings })
  for (let depth = 0; depth < 5; depth++) deep = zipOf({ 'a.zip': deep })
  assert.match(why(deep), /too deep/)
})

test('the members of a zip64 are found, and one that leads nowhere is damaged', () => {
  const zip = zip64Of('a.yaml', settings.toString())
  assert.deepEqual(told(zip), ['a.yaml: 1'])
  zip.writeBigUInt64LE(2n ** 60n, zip.length - 22 - 20 + 8)
  assert.match(scanFile('a.zip', zip).unread?.why ?? '', /cut off/)
})

test('what the file around it leaves no memory for is not unpacked, and is named', () => {
  const layer = gzipSync(Buffer.alloc(33 << 20))
  const refused = new Allowance(250 << 20).unpackLayer(layer, gunzipSync)
  assert.deepEqual(refused, { refused: 'unpacks to more than 32 MiB, which is not held in memory' })
  assert.ok('bytes' in new Allowance(0).unpackLayer(layer, gunzipSync))
})

test('a bomb is not unpacked, and is named', () => {
  const bomb = zipOf({ 'zeros.bin': Buffer.alloc(64 << 20), 'settings.yaml': settings })
  const { unread, inside } = scanFile('bomb.zip', bomb)
  assert.match(unread?.why ?? '', /zeros\.bin unpacks to much more than it should/)
  assert.equal(inside.length, 1, 'what stands beside it is still searched')
})

const config = JSON.stringify({
  config: { Env: ['PATH=/bin', `GITHUB_TOKEN=${token()}`] },
  history: [{ created_by: `RUN |1 NPM_TOKEN=${token()} /bin/sh -c npm ci # buildkit` }],
})
const layers = [
  tarOf({ 'app/.netrc': settings, 'app/kept.yaml': `token: ${token()}\n`, 'srv/old/a.yaml': `token: ${token()}\n` }),
  gzipSync(tarOf({ 'app/.wh..netrc': '', 'srv/old/.wh..wh..opq': '', 'etc/made.yaml': 'a: b\n' })),
]
const expected = [
  'image configuration/environment.env: 1',
  'image history/Dockerfile: 1',
  'layer 1/app/.netrc: 1, layer 2 deletes it, yet it is still in the image',
  'layer 1/app/kept.yaml: 1',
  'layer 1/srv/old/a.yaml: 1, layer 2 deletes it, yet it is still in the image',
]

test('docker save: layers in their order, what a later one deletes, the environment and build arguments', () => {
  const name = 'c'.repeat(64)
  const saved = tarOf({
    [`${name}.json`]: config,
    'one/layer.tar': layers[0] as Buffer,
    'two/layer.tar': layers[1] as Buffer,
    'manifest.json': JSON.stringify([{ Config: `${name}.json`, Layers: ['one/layer.tar', 'two/layer.tar'] }]),
  })
  assert.deepEqual(told(saved), expected)
  assert.deepEqual(told(gzipSync(saved)), expected)
})

test('an OCI image layout, in a tar and in a folder', () => {
  const digest = (letter: string) => `sha256:${letter.repeat(64)}`
  const blob = (letter: string) => `blobs/sha256/${letter.repeat(64)}`
  const files = {
    'oci-layout': '{"imageLayoutVersion": "1.0.0"}',
    'index.json': JSON.stringify({ manifests: [{ digest: digest('a') }] }),
    [blob('a')]: JSON.stringify({
      config: { digest: digest('b') },
      layers: [{ digest: digest('d') }, { digest: digest('e') }],
    }),
    [blob('b')]: config,
    [blob('d')]: layers[0] as Buffer,
    [blob('e')]: layers[1] as Buffer,
  }
  assert.deepEqual(told(tarOf(files)), expected)
  const given = Object.entries(files).map(([path, content]) => ({ path, bytes: Buffer.from(content as string) }))
  assert.deepEqual(
    scanLayout('', given).inside.map(({ path, hits, note }) => `${path}: ${hits.length}${note && `, ${note}`}`),
    expected,
  )
})

test('damaged headers end with a sentence, and never throw', () => {
  const tar = tarOf({ 'a.yaml': settings, 'b.yaml': settings })
  const zip = zipOf({ 'a.yaml': settings, 'b.yaml': settings })
  for (const bytes of [tar, zip, gzipSync(tar)]) {
    for (let at = 0; at < Math.min(bytes.length, 700); at += 7) {
      const copy = Buffer.from(bytes)
      copy[at] = (copy[at] as number) ^ 0xff
      scanFile('a.bin', copy)
      scanFile('a.bin', bytes.subarray(0, at))
    }
  }
})
