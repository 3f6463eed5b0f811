import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDull } from '../../../src/secrets/structure/dull.ts'
import { chosen, made, pairsOf } from './support.ts'

/** Everything that may stand beside a name in code, with a value that somebody chose. */
const beside = [
  `x @ = "${chosen}"`,
  `"@": "${chosen}"`,
  `@ == "${chosen}"`,
  `["@" => ["root" => "${chosen}"]]`,
  `@: ["${chosen}"]`,
  `cookieSession({@: ["${chosen}"]})`,
  `@ = ("root", "${chosen}")`,
  `@ || "${chosen}"`,
  `<p>@: root / ${chosen}</p>`,
  `@ :shop, "root-user", "${chosen}"`,
  `-@ ${chosen}`,
]

test('a dull name tells of nothing, whatever stands beside it', () => {
  for (const name of ['keyName', 'monkey', 'addrs.NoKey', 'author', 'tokenize', 'x03key']) {
    assert.ok(isDull(name), name)
    for (const text of beside) {
      const found = pairsOf('shop.go', `${text.replaceAll('@', name)}\n`)
      assert.deepEqual(
        found.map(({ value }) => value).filter((value) => value === chosen),
        [],
        `${name} in ${text}`,
      )
    }
  }
})

test('names that a step looks for are none of them', () => {
  const names = `password apiKey key keys _KEYS app.keys auth session.auth http_auth config.omniauth login jwt
    passField.text password.equals rest_valid_logins credentials mysql curl secretOrKey secretOrPrivateKey ${made('pass', '_hash')}`
  for (const name of names.split(/\s+/)) assert.ok(!isDull(name), name)
})
