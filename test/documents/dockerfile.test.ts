import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  argumentsOf,
  type DockerfileDocument,
  type Instruction,
  parseDockerfile,
} from '../../src/documents/dockerfile.ts'
import { Text } from '../../src/documents/text.ts'

const read = (content: string) => parseDockerfile(new Text('Dockerfile', content))

async function document(content: string): Promise<DockerfileDocument> {
  const { document, problem } = await read(content)
  assert.equal(problem, undefined)
  return document!
}

async function instructions(content: string): Promise<readonly Instruction[]> {
  return (await document(`FROM a\n${content}`)).stages[0]!.instructions
}

test('FROM: platform, alias, earlier stages, ARG defaults', async () => {
  const content = [
    'ARG VERSION=20 REGISTRY="docker.io"',
    'ARG TAG=${VERSION}-slim',
    'ARG DIGEST',
    'FROM --platform=$BUILDPLATFORM ${REGISTRY}/node:$TAG AS Build',
    'FROM build as test',
    'FROM ${BASE:-gcr.io/distroless/static}:${X-latest}${VERSION:+-v}',
    'FROM app@${DIGEST}',
    'FROM "quoted:1"',
    'FROM ${A:-${B:-deep}}',
    'FROM scratch',
  ].join('\n')
  const { stages, globalArguments } = await document(content)
  assert.deepEqual(
    globalArguments.map(({ name, value }) => [name, value]),
    [
      ['VERSION', '20'],
      ['REGISTRY', 'docker.io'],
      ['TAG', '${VERSION}-slim'],
      ['DIGEST', undefined],
    ],
  )
  assert.deepEqual(
    stages.map(({ name, resolved, base }) => [name, resolved, base]),
    [
      ['Build', 'docker.io/node:20-slim', undefined],
      ['test', 'build', 0],
      [undefined, 'gcr.io/distroless/static:latest-v', undefined],
      [undefined, 'app@${DIGEST}', undefined],
      [undefined, 'quoted:1', undefined],
      [undefined, 'deep', undefined],
      [undefined, 'scratch', undefined],
    ],
  )
  assert.equal(stages[0]?.from, '${REGISTRY}/node:$TAG')
  const { start, end } = stages[0]!.fromPlace
  assert.equal(content.slice(start, end), '${REGISTRY}/node:$TAG')
})

test('continuation lines are joined without the comments and empty lines between; each unit knows its place', async () => {
  for (const ending of ['\n', '\r\n']) {
    const content = [
      'FROM a',
      '  run apt-get update && \\',
      '  # a comment',
      '    apt-get \\  ',
      '',
      '  install x',
      'CMD ["a"]',
      '',
    ].join(ending)
    const [run, cmd] = (await document(content)).stages[0]!.instructions
    assert.equal(run?.keyword, 'RUN')
    assert.equal(run?.arguments, 'apt-get update &&     apt-get   install x')
    assert.equal(run?.start, content.indexOf('apt-get'))
    for (let i = 0; i < run!.arguments.length; i++)
      assert.equal(content[run!.offsetOf!(i)], run!.arguments[i], `unit ${i}`)
    assert.ok(content.slice(run!.place.start, run!.place.end).endsWith('install x'))
    assert.equal(cmd?.arguments, '["a"]')
  }
})

test('flags are told apart from arguments', async () => {
  const [copy, run] = await instructions(
    'COPY --from=build --link --chown=a:b \\\n  /x /y\nRUN --mount=type=cache,target=/c --mount=type=secret,id=s make --flag\n',
  )
  assert.deepEqual({ ...copy?.flags }, { from: 'build', link: 'true', chown: 'a:b' })
  assert.equal(copy?.arguments, '/x /y')
  assert.deepEqual({ ...run?.flags }, { mount: 'type=cache,target=/c\ntype=secret,id=s' })
  assert.equal(run?.arguments, 'make --flag')
})

test('here-documents belong to their instruction', async () => {
  const content =
    'RUN <<EOF\nFROM inside\nEOF\nCOPY <<-"A" /a\n\tx\n\tA\nRUN cat <<ONE && cat 3<<TWO\n1\nONE\n2\nTWO\nRUN echo "<<EOF" $((1 <<2))\nUSER me\n'
  const [run, copy, two, quoted, user] = await instructions(content)
  assert.equal(run?.arguments, '<<EOF\nFROM inside\nEOF')
  assert.deepEqual(
    run?.heredocs?.map(({ name, content, expands }) => [name, content, expands]),
    [['EOF', 'FROM inside\n', true]],
  )
  assert.deepEqual(
    copy?.heredocs?.map(({ content, expands }) => [content, expands]),
    [['\tx\n', false]],
  )
  assert.deepEqual(
    two?.heredocs?.map(({ content }) => content),
    ['1\n', '2\n'],
  )
  assert.equal(quoted?.arguments, 'echo "<<EOF" $((1 <<2))')
  assert.equal(user?.arguments, 'me')
  assert.equal(`FROM a\n${content}`.slice(two!.heredocs![1]!.start).slice(0, 2), '2\n')
})

test('the escape directive, only at the top', async () => {
  const windows = await document('# escape=`\r\nFROM a\r\nRUN dir `\r\n  c:\\\r\nRUN b\r\n')
  assert.deepEqual(
    windows.stages[0]?.instructions.map((run) => run.arguments),
    ['dir   c:\\', 'b'],
  )
  const late = await document('FROM a\n# escape=`\nRUN a \\\n b\n')
  assert.deepEqual(
    late.stages[0]?.instructions.map((run) => run.arguments),
    ['a  b'],
  )
})

test('several ARGs of one instruction have places of their own', async () => {
  const content = 'ARG a=1 \\\n  b="x y" c\n'
  const [arg] = await instructions(content)
  const found = argumentsOf(new Text('Dockerfile', `FROM a\n${content}`), arg!)
  assert.deepEqual(
    found.map(({ name, value }) => [name, value]),
    [
      ['a', '1'],
      ['b', 'x y'],
      ['c', undefined],
    ],
  )
  assert.equal(`FROM a\n${content}`.slice(found[1]!.place.start, found[1]!.place.end), 'b="x y"')
})

test('what is no Dockerfile is a problem in one sentence', async () => {
  const cases: readonly [string, RegExp][] = [
    ['', /no FROM/],
    ['# only a comment\n', /no FROM/],
    ['RUN make\n', /before the first FROM/],
    ['FROM\n', /names no image/],
    ['FROM a\nMAKE x\n', /"MAKE" is no instruction/],
    ['{{ if x }}\nFROM a\n', /is no instruction/],
    ['\u0001\u0002\uFFFDgarbage\n', /is no instruction/],
  ]
  for (const [content, message] of cases) assert.match((await read(content)).problem?.message ?? '', message, content)
  assert.equal((await read('# syntax=acme/frontend:1\nFROM a\nINCLUDE b\n')).problem, undefined, 'another frontend')
})

test('ARGs that multiply stay as they are', async () => {
  const lines = Array.from({ length: 20 }, (_, i) => `ARG a${i + 1}=${`$a${i}`.repeat(10)}`)
  const { stages } = await document(`ARG a0=x\n${lines.join('\n')}\nFROM $a20\n`)
  assert.ok(stages[0]!.resolved.length <= 4096)
})
