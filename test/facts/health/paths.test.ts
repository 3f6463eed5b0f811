import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addressOf } from '../../../src/facts/health/address.ts'
import { endpointAskedIn } from '../../../src/facts/health/commands.ts'
import { endsWith, healthOf, mayBeOne, segmentsOf } from '../../../src/facts/health/path.ts'

const of = (path: string) => healthOf(segmentsOf(path))

test('paths that tell of health and of nothing else', () => {
  for (const path of ['/health', 'healthz', '/api/v1/healthcheck', '/health-check/', '^health/$', '/_health', '/livez'])
    assert.equal(of(path), 'sure', path)
  for (const path of [
    '/actuator/health/readiness',
    '/health/db',
    '/q/health/live',
    '/orders/health',
    '${PREFIX}/health',
  ])
    assert.equal(of(path), 'sure', path)
})

test('words that are said of other things, too, count where the whole service is meant', () => {
  for (const path of ['/ready', '/ping', '/api/v2/status', '/up', '/internal/alive'])
    assert.equal(of(path), 'likely', path)
  for (const path of [
    '/orders/status',
    '/stream/live',
    '/hallmarks/:id/status',
    '/hallmarks/{id}/health',
    '/health/insurance',
  ])
    assert.equal(of(path), undefined, path)
  for (const path of ['/', '/login', '/healthy-food', '/already', '/delivery']) assert.equal(of(path), undefined, path)
})

test('addresses: the host apart, the path in segments', () => {
  const read = (word: string) => {
    const address = addressOf(word)
    return address === undefined || address === 'unseen' ? address : `${address.host} ${address.segments.join('/')}`
  }
  assert.equal(read('https://gold.example.org:8443/api/Health?full=1'), 'https://gold.example.org:8443 api/health')
  assert.equal(read('$BASE_URL/health'), '$BASE_URL health')
  assert.equal(read('${{ secrets.BASE_URL }}/ready'), '${OPEN} ready')
  assert.equal(read('https://${HOST}/'), 'https://${HOST} ')
  assert.equal(read('localhost:8080/health'), 'localhost:8080 health')
  assert.equal(read('https-get://gold.example.org/health'), 'https://gold.example.org health')
  assert.equal(read('https://gold.example.org/${VERSION}/health'), 'https://gold.example.org */health')
  assert.equal(read('/health'), ' health')
})

test('a variable that may hold a path hides it', () => {
  for (const word of ['$URL', '${{ secrets.HEALTH_URL }}', 'https://gold.example.org$HEALTH_PATH', '$BASE$WHERE'])
    assert.equal(addressOf(word), 'unseen', word)
  for (const word of ['--fail', 'GET', '%{http_code}', 'smoke.js', '']) assert.equal(addressOf(word), undefined, word)
})

test('one path at the end of another, and paths that may be one', () => {
  assert.equal(endsWith(['api', 'health'], ['health']), true)
  assert.equal(endsWith(['health'], ['api', 'health']), false)
  assert.equal(endsWith(['health', 'live'], ['health']), false)
  assert.equal(mayBeOne(['actuator', 'health'], ['actuator', 'health', 'live']), true)
  assert.equal(mayBeOne(['health'], ['ready']), false)
  assert.equal(mayBeOne([], ['ready']), false)
})

test('what the health check of a container asks', () => {
  const of = (command: string) => endpointAskedIn(command)?.path
  assert.equal(of('curl -f http://localhost:8080/health || exit 1'), '/health')
  assert.equal(of('wget -qO- localhost:3000/ready || exit 1'), '/ready')
  assert.equal(of('curl --fail http://127.0.0.1:${PORT}/livez'), '/livez')
  assert.equal(
    of(`python -c "import urllib.request; urllib.request.urlopen('http://localhost:8000/health')"`),
    '/health',
  )
  assert.equal(of('curl -f http://localhost'), '/')
  assert.equal(of('pg_isready -U gold'), undefined)
})
