import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isHidden } from '../../src/facts/hidden.ts'
import { listOf } from '../../src/facts/image/arguments.ts'
import { imagesOf, told, workflowOf } from '../support/images.ts'

const pod = (image: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: shop}\nspec:\n  containers:\n    - image: ${image}\n`

const registries = async (files: Readonly<Record<string, string>>) =>
  (await imagesOf(files)).map(({ reference, registry }) => `${reference} in ${isHidden(registry) ? '?' : registry}`)

test('a word in the place of an image is none, and one variable may hold its registry too', async () => {
  for (const [image, registry] of [
    ['replace', '?'],
    ['IMAGE_NAME', '?'],
    ["'{{ image }}'", '?'],
    ['redis', 'docker.io'],
    ['acme/image', 'docker.io'],
  ] as const) {
    const [one] = await imagesOf({ 'k8s/pod.yaml': pod(image) })
    assert.equal(isHidden(one?.registry) ? '?' : one?.registry, registry, image)
    assert.equal(isHidden(one?.moving), registry === '?', image)
  }
  assert.deepEqual(await registries(workflowOf('docker push $IMAGE')), ['${IMAGE} in ?'])
})

test('an own image without a registry is kept where nobody says; another’s is Docker Hub’s', async () => {
  const files = { ...workflowOf('docker build -t shop:$GITHUB_SHA .'), 'k8s/shop.yaml': pod('shop:latest') }
  assert.ok((await registries(files)).includes('shop:latest in ?'))
  assert.ok((await registries({ ...files, 'k8s/db.yaml': pod('redis:7') })).includes('redis:7 in docker.io'))
})

test('a value that helm sets is that key alone; a global one is there for all', async () => {
  const chart = {
    'chart/Chart.yaml': 'name: shop\nversion: 1.0.0\n',
    'chart/values.yaml':
      'web:\n  image:\n    repository: ghcr.io/acme/web\n    tag: latest\njobs:\n  image:\n    repository: ghcr.io/acme/jobs\n    tag: latest\n',
  }
  const one = await told({ ...workflowOf('helm upgrade shop ./chart --set web.image.tag=1.2.3'), ...chart })
  assert.deepEqual(
    one.filter((line) => line.includes('latest')),
    ['deployed ghcr.io/acme/jobs:latest as latest'],
  )
  const all = await told({ ...workflowOf('helm upgrade shop ./chart --set global.image.tag=1.2.3'), ...chart })
  assert.deepEqual(
    all.filter((line) => line.includes('latest')),
    [],
  )
  // the values of a chart inside another one
  const umbrella = await told({
    ...workflowOf('helm upgrade shop ./chart --set web.image.tag=1.2.3'),
    'chart/Chart.yaml': 'name: shop\nversion: 1.0.0\n',
    'chart/charts/web/Chart.yaml': 'name: web\nversion: 1.0.0\n',
    'chart/charts/web/values.yaml': 'image:\n  repository: ghcr.io/acme/web\n  tag: latest\n',
  })
  assert.deepEqual(
    umbrella.filter((line) => line.includes('latest')),
    [],
  )
})

test('a list is split at lines and commas, not within an expression', () => {
  assert.deepEqual(listOf("a, ${{ format('{0}, {1}',\n github.sha, 'x') }}\nb,,"), [
    'a',
    "${{ format('{0}, {1}',\n github.sha, 'x') }}",
    'b',
  ])
  assert.deepEqual(listOf('a:${{ b, c'), ['a:${{ b', 'c'])
  assert.deepEqual(listOf(undefined), [])
})

test('an expression over several lines is one image for docker/metadata-action', async () => {
  const images = await told(
    workflowOf(
      'id: meta\nuses: docker/metadata-action@v5\nwith:\n  images: ghcr.io/acme/shop\n  tags: |\n    type=raw,value=${{ inputs.tag ||\n      github.sha }}',
      'uses: docker/build-push-action@v6\nwith:\n  push: true\n  tags: ${{ steps.meta.outputs.tags }}',
    ),
  )
  assert.equal(images.length, 1)
  assert.match(images[0] as string, /^pushed ghcr\.io\/acme\/shop:\$\{\{ inputs\.tag \|\| github\.sha \}\} as/)
})

test('an image is tied to its commit by any of the names that it is given, and one that is not by none', async () => {
  const traced = async (...steps: string[]) =>
    new Map((await imagesOf(workflowOf(...steps))).map((image) => [image.reference, image.traced]))
  const named = await traced(
    'docker build -t shop .',
    'docker tag shop ghcr.io/acme/shop:$GITHUB_SHA',
    'docker tag shop ghcr.io/acme/shop:latest',
    'docker push ghcr.io/acme/shop:$GITHUB_SHA',
    'docker push ghcr.io/acme/shop:latest',
  )
  assert.equal(named.get('ghcr.io/acme/shop:latest'), true)
  const two = await traced(
    'docker build -t ghcr.io/acme/web:$GITHUB_SHA .',
    'docker build -t ghcr.io/acme/jobs:1 jobs',
    'docker push ghcr.io/acme/web:$GITHUB_SHA',
    'docker push ghcr.io/acme/jobs:1',
  )
  assert.equal(two.get('ghcr.io/acme/jobs:1'), false)
  // names that go round in a circle end
  assert.equal(
    (await traced('docker build -t a .', 'docker tag a b', 'docker tag b a', 'docker push a')).get('a'),
    false,
  )
})

test('an image that is deployed by the variables it was pushed by is own; by others nobody says', async () => {
  const built = [
    'docker build -t app .',
    'docker tag app "${ECR_REGISTRY}/${ECR_REPOSITORY}:${GITHUB_SHA}"',
    'docker push "$ECR_REGISTRY/${ECR_REPOSITORY}:${GITHUB_SHA}"',
  ]
  const own = async (repository: string) => {
    const helm = `helm upgrade shop ./chart --set image.repository="${repository}" --set image.tag="\${GITHUB_SHA}"`
    const images = await imagesOf({ ...workflowOf([...built, helm].join('\n')), Dockerfile: 'FROM scratch\n' })
    const found = images.filter(({ role }) => role === 'deployed').map((image) => image.own)
    return found.map((one) => (isHidden(one) ? '?' : one))
  }
  assert.deepEqual(await own('${ECR_REGISTRY}/${ECR_REPOSITORY}'), [true])
  assert.deepEqual(await own('${ECR_REGISTRY}/${OTHER_REPOSITORY}'), ['?'])
})
