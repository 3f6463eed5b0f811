import assert from 'node:assert/strict'
import { test } from 'node:test'
import { writtenTo } from '../../../src/facts/pipeline/github/output-text.ts'
import { readOne } from './support.ts'

const outputs = (script: string, own: Readonly<Record<string, string>> = {}) =>
  Object.fromEntries(writtenTo(script, 'GITHUB_OUTPUT', (text) => text, new Map(Object.entries(own))))

test('an output is the text that makes it, with the variables of its script put in', () => {
  assert.deepEqual(
    outputs('version=$(cat VERSION)\necho "tag=v${version}-$(git rev-parse --short HEAD)" >> "$GITHUB_OUTPUT"\n'),
    { tag: 'v$(cat VERSION)-$(git rev-parse --short HEAD)' },
  )
})

test('exported variables and the old command are read too', () => {
  assert.deepEqual(outputs('export SHORT=${GITHUB_SHA::7}\necho "sha=$SHORT" >> $GITHUB_OUTPUT'), {
    sha: '${GITHUB_SHA::7}',
  })
  assert.deepEqual(outputs('echo "::set-output name=sha::$GITHUB_SHA"'), { sha: '${GITHUB_SHA}' })
})

test('an output that is written with two texts is not known', () => {
  assert.deepEqual(outputs('if x; then echo "a=1" >> $GITHUB_OUTPUT; else echo "a=2" >> $GITHUB_OUTPUT; fi'), {
    a: undefined,
  })
})

test('a variable for which a script chooses among texts is none of them', () => {
  assert.deepEqual(outputs('if x; then A=1; else A=2; fi\necho "a=$A" >> $GITHUB_OUTPUT'), { a: '${A}' })
  assert.deepEqual(outputs('if x; then A=1; fi\necho "a=$A" >> $GITHUB_OUTPUT', { A: '0' }), { a: '${A}' })
  assert.deepEqual(outputs('A=1\nA=2\necho "a=$A" >> $GITHUB_OUTPUT'), { a: '2' })
})

test('tags of one image that a script chooses among leave the image known', () => {
  const chosen =
    'if x; then T="acme/shop:$REF,acme/shop:latest"; else T=acme/shop:dev; fi\necho "t=$T" >> $GITHUB_OUTPUT'
  assert.deepEqual(outputs(chosen), { t: 'acme/shop:${T}' })
  const said = (a: string, b: string) =>
    outputs(`if x; then echo "t=${a}" >> $GITHUB_OUTPUT; else echo "t=${b}" >> $GITHUB_OUTPUT; fi`)
  assert.deepEqual(said('acme/shop:1', 'acme/shop:$(git describe || echo v1)'), { t: 'acme/shop:${t}' })
  assert.deepEqual(said('acme/shop:1', 'acme/cart:1'), { t: undefined })
  assert.deepEqual(said('https://acme.example:8443/a', 'https://acme.example:8443/b'), { t: undefined })
})

test('what goes to the console or to another file is no output', () => {
  const script = 'echo "tag=1"\necho "tag=2" >> $GITHUB_ENV\necho "tag=3" >> $GITHUB_OUTPUT\n'
  assert.deepEqual(outputs(script), { tag: '3' })
  assert.deepEqual(Object.fromEntries(writtenTo(script, 'GITHUB_ENV', (text) => text)), { tag: '2' })
})

test('a group and tee pass on what is written', () => {
  assert.deepEqual(outputs('{\n  echo "a=1"\n  echo "b=2"\n} >> "$GITHUB_OUTPUT"'), { a: '1', b: '2' })
  assert.deepEqual(outputs('echo "a=1" | tee -a "$GITHUB_OUTPUT"'), { a: '1' })
})

test('the text of an output ends no quotes of the script that it is put into', async () => {
  const { scripts } = await readOne(`on: push
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - id: latest
        run: |
          version=$(helm show chart x | yq e '.version' -)
          echo "version=$version" >> $GITHUB_OUTPUT
      - run: sed -i 's/old/"\${{ steps.latest.outputs.version }}"/g' Chart.yaml
`)
  assert.equal(scripts[1]?.text, `sed -i 's/old/"$(helm show chart x | yq e ".version" -)"/g' Chart.yaml`)
})

test('what a step hands on sees the variables of its job', async () => {
  const { scripts } = await readOne(`on: push
jobs:
  a:
    runs-on: ubuntu-latest
    env:
      IMAGE: ghcr.io/acme/shop
    steps:
      - id: meta
        uses: docker/metadata-action@v5
        with:
          images: \${{ env.IMAGE }}
          tags: type=raw,value=1.4.0
      - run: docker push "\${{ steps.meta.outputs.tags }}"
`)
  assert.equal(scripts[0]?.text, 'docker push "ghcr.io/acme/shop:1.4.0"')
})

test('what a step hands on sees its own variables', async () => {
  const { scripts } = await readOne(`on: push
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - id: image
        env:
          REPOSITORY: acme/shop
          TAG: \${{ github.sha }}
          OTHER: \${{ steps.gone.outputs.a }}
        run: |
          NAME="ghcr.io/$REPOSITORY:\${TAG}"
          echo "name=$NAME" >> $GITHUB_OUTPUT
          echo "other=$OTHER" >> $GITHUB_OUTPUT
      - run: docker push "\${{ steps.image.outputs.name }}" "\${{ steps.image.outputs.other }}"
`)
  assert.equal(scripts[1]?.text, 'docker push "ghcr.io/acme/shop:${{ github.sha }}" "${OTHER}"')
})
