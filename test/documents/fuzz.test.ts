import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decode } from '../../src/documents/decode.ts'
import { parseDockerfile } from '../../src/documents/dockerfile.ts'
import { parseGroovy } from '../../src/documents/groovy/index.ts'
import { parseJson } from '../../src/documents/json.ts'
import { parseMarkdown } from '../../src/documents/markdown.ts'
import { Text } from '../../src/documents/text.ts'
import { parseToml } from '../../src/documents/toml.ts'
import { type DataNode, walk } from '../../src/documents/tree.ts'
import { parseXml } from '../../src/documents/xml.ts'
import { parseYaml } from '../../src/documents/yaml.ts'

/** Marsaglia's xorshift: the same numbers on every machine. */
function random(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

const samples: Readonly<Record<string, string>> = {
  yaml: "on: [push]\nx: &x {a: \"1\\n\", b: 'it''s'}\njobs:\n  - <<: *x\n    run: |\n      make\n       all\n  - !ref >-\n    a\n    b\n---\nc: {{ d }}\n",
  json: '{"a": [1, 2.5e3, "x\\u00e9"], /* c */ "b": {"c": null, "d": true}, }',
  toml: 'a = "x\\ty"\n[b.c]\nd = [1, {e = 2024-01-01}]\n[[f]]\ng = """\nh"""\n',
  xml: '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a x="1">&b;<![CDATA[d]]><!-- e --><f/></a>',
  dockerfile:
    '# escape=`\nARG V=1\nFROM --platform=$P node:${V:-2} AS b\nRUN a && `\n # c\n  b <<EOF\nx\nEOF\nCOPY --from=b a b\n',
  markdown:
    '---\na: b\n---\n# T\n\n- a `b`\n  ```sh\n  c\n  ```\n\n| a | b |\n|--|--|\n| c | d |\n\n<h2>x</h2>\n> [q]: r\n',
  groovy:
    "@Library('a') _\ndef f(String a, b = 1) { a ?: b }\npipeline {\n  stage(\"x ${y.z(1)} $w\") {\n    sh script: '''a\n b''', returnStatus: true\n    [1, 2].each { it -> if (it =~ /x\\/y/) { return } else throw e }\n    def m = [a: 1, (b): c]\n  }\n}\n",
}

const bits = [
  ...'\n\r\t -:#[]{}"\'`|>&*!%@<>/\\$,=.0aéEOF\u{1F680}\uFFFD\u0000',
  '\n\n',
  '<<',
  '---',
  '```',
  '${',
  '{{',
  '*x',
]

function mutate(content: string, pick: (below: number) => number): string {
  let made = content
  for (let times = 1 + pick(6); times > 0; times--) {
    const at = pick(made.length + 1)
    made = made.slice(0, at) + (bits[pick(bits.length)] as string) + made.slice(at + pick(4))
  }
  return made
}

async function readAll(content: string): Promise<void> {
  const text = new Text('f', content)
  const inside = (span: { start?: number; end?: number } | undefined) => {
    if (!span) return
    const { start = 0, end = 0 } = span
    assert.ok(start >= 0 && start <= end && end <= content.length, `${JSON.stringify(content)}: ${start} to ${end}`)
  }
  const yaml = await parseYaml(text)
  const [json, toml, xml, dockerfile, markdown] = [
    await parseJson(text),
    await parseToml(text),
    await parseXml(text),
    await parseDockerfile(text),
    await parseMarkdown(text),
  ]
  const groovy = parseGroovy(content)
  for (const { span } of groovy.problems) inside(span)
  checkSpans(groovy.statements, inside)
  for (const { problem } of [yaml, json, toml, xml, dockerfile, markdown]) inside(problem?.span)
  for (const { span } of yaml.notes) inside(span)
  for (const root of [...yaml.documents, json.document, toml.document]) checkTree(root, inside)
  inside(xml.document?.span)
  for (const { span } of markdown.blocks) inside(span)
  for (const { instructions } of dockerfile.document?.stages ?? [])
    for (const { place, arguments: words, offsetOf } of instructions) {
      inside(place)
      for (let i = 0; i < words.length; i++) assert.equal(content[offsetOf!(i)], words[i])
    }
}

/** Every node of a syntax tree, whatever its form. */
function checkSpans(node: unknown, inside: (span: { start: number; end: number }) => void): void {
  if (typeof node !== 'object' || node === null) return
  const { span, offsetOf, value } = node as {
    span?: { start: number; end: number }
    offsetOf?: (index: number) => number
    value?: unknown
  }
  if (span) inside(span)
  if (offsetOf && typeof value === 'string') {
    for (let i = 0; i <= value.length; i++) inside({ start: offsetOf(i), end: offsetOf(i) })
  }
  for (const each of Object.values(node)) checkSpans(each, inside)
}

function checkTree(root: DataNode | undefined, inside: (span: { start: number; end: number }) => void): void {
  for (const node of root ? walk(root) : []) {
    inside(node.span)
    for (const { keySpan } of node.entries) inside(keySpan)
    if (typeof node.value !== 'string') continue
    for (let i = 0; i <= node.value.length; i++) inside({ start: node.offsetOf(i), end: node.offsetOf(i) })
  }
}

test('random bytes: no parser throws, every span lies in the file', async () => {
  const pick = random(20240101)
  for (let round = 0; round < 60; round++) {
    const bytes = Uint8Array.from({ length: pick(300) }, () => (round % 2 ? pick(256) : 32 + pick(95)))
    await readAll(decode(bytes).content)
  }
})

test('damaged documents: no parser throws, every span lies in the file', async () => {
  const pick = random(4711)
  for (const sample of Object.values(samples)) {
    await readAll(sample)
    for (let round = 0; round < 120; round++) await readAll(mutate(sample, pick))
  }
})
