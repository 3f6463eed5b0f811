import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cannotFail } from '../../../src/facts/health/idle-check.ts'

for (const [words, expected] of [
  [['true'], true],
  [['/bin/true'], true],
  [['sh', '-c', 'exit 0'], true],
  [['/bin/sh', '-ec', 'echo ok'], true],
  [['CMD', 'true'], true],
  [['CMD-SHELL', 'curl -f http://localhost/health || exit 0'], true],
  [['CMD-SHELL', 'curl -f http://localhost/health || exit 1'], false],
  [['sh', '-c', 'echo $(curl -f localhost) | grep ok'], false],
  [['sh', '-c', 'echo asking\ncurl -f http://localhost/health'], false],
  [['sh', '-c', 'curl -f localhost || exit 1; rm /tmp/busy || true'], false],
  [['sh', '-c', 'set -e\ncurl -f localhost\nrm /tmp/busy || true'], false],
  [['sh', '-c', 'curl -f localhost/health; exit 0'], true],
  [['sh', '-c', 'curl -f localhost/health\ntrue\n'], true],
  [['CMD-SHELL', 'curl -f localhost/health || exit  0'], true],
  [['sh', '-ec', 'curl -f localhost/health; true'], false],
  [['sh', '-e', '-c', 'curl -f localhost/health; true'], false],
  [['bash', '-o', 'errexit', '-c', 'curl -f localhost/health; true'], false],
  [['bash', '-o', 'pipefail', '-c', 'curl -f localhost/health; true'], true],
  [['sh', '-c', 'curl -f localhost || exit; exit 0'], false],
  [['sh', '-c', 'if ! curl -f localhost; then exit 1; fi; exit 0'], false],
  [['sh', '-c', 'exec curl -f localhost; true'], false],
  [['sh', '-c', 'grep -q "exit 0" /tmp/state'], false],
  [['cat', '/tmp/ready'], false],
  [['pg_isready'], false],
  [['exit', '1'], false],
  [['$'], false],
] as const)
  test(`a check by ${words.join(' ')} ${expected ? 'cannot' : 'can'} fail`, () => {
    assert.equal(cannotFail(words), expected)
  })
