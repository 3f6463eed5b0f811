import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findActs } from '../../../src/facts/pipeline/commands/index.ts'
import { repositoryOf } from '../../support/repository.ts'
import { scriptOf } from '../../support/script.ts'

/* A script that goes through its arguments in a loop, and leaves where one of them was not given. */
const reading = (loop: string) =>
  `#!/bin/bash\nusage() { echo usage; exit 1; }\nNAME=""\nTAG=""\n${loop}\nif [[ -z "$NAME" || -z "$TAG" ]]; then\n  usage\nfi\ndocker push "shop/$NAME:$TAG"\n`

const long = `while [[ $# -gt 0 ]]; do
  key="$1"
  case $key in
    -name) NAME="$2"; shift; shift ;;
    -tag) TAG="$2"; shift; shift ;;
    -h|--help) usage ;;
    *) shift ;;
  esac
done`
const brief = 'while [ -n "$1" ]; do case "$1" in -n) NAME=$2; shift 2;; -t) TAG=$2; shift 2;; *) usage;; esac; done'
const assigned = 'while [ $# -gt 0 ]; do case "$1" in --name=*) NAME=a;; --tag=*) TAG=b;; esac; shift; done'
const untilNone = 'until [ -z "$1" ]; do case "$1" in -name) NAME=$2;; -tag) TAG=$2;; esac; shift; shift; done'

const rows: readonly (readonly [string, string, string, readonly string[]])[] = [
  ['each is taken', './push.sh -name shop -tag 1.2.3', long, ['docker push shop/shop:1.2.3']],
  ['what is given by a variable, too', './push.sh -tag $TAG -name shop', long, ['docker push shop/shop:${TAG}']],
  ['in the short form', './push.sh -t 1.2.3 -n shop', brief, ['docker push shop/shop:1.2.3']],
  ['with an equals sign', './push.sh --tag=1 --name=x', assigned, ['docker push shop/a:b']],
  ['until none is left', './push.sh -tag 1.2.3 -name shop', untilNone, ['docker push shop/shop:1.2.3']],
  ['what nobody can tell may be any of them', './push.sh $ARGS', long, ['docker push shop/${NAME}:${TAG}']],
  ['one that is missing ends it', './push.sh -name shop', long, []],
  ['and so do none', './push.sh', long, []],
]

for (const [name, text, loop, expected] of rows) {
  test(`arguments that a loop goes through: ${name}`, async () => {
    const acts = await findActs(scriptOf(text), repositoryOf({ 'push.sh': reading(loop) }))
    assert.deepEqual(
      acts.filter(({ kinds }) => kinds.length > 0).map(({ tool, words }) => [tool, ...words.slice(1)].join(' ')),
      expected,
    )
  })
}

test('a loop does what it does for each argument', async () => {
  const files = { 'all.sh': 'while [ $# -gt 0 ]; do\n  helm upgrade --install "$1" "charts/$1"\n  shift\ndone\n' }
  const acts = await findActs(scriptOf('./all.sh shop cart'), repositoryOf(files))
  assert.deepEqual(
    acts.map(({ words }) => words.at(-1)),
    ['charts/shop', 'charts/cart'],
  )
})
