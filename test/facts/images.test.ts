import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isHidden } from '../../src/facts/hidden.ts'
import { isMoving } from '../../src/facts/image/moving.ts'
import { pinningOf } from '../../src/facts/image/pinning.ts'
import { imagesOf, told, workflowOf } from '../support/images.ts'

const name = 'ghcr.io/acme/shop'
const exact = `${name}:v1.4.0-0a1b2c3`

/** What one command, or one step, makes of images. */
const made: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'docker build that pushes',
    `docker buildx build --push --platform linux/amd64 -t ${exact} .`,
    [`pushed ${exact} as v{semver}-{git-sha-short}`],
  ],
  ['a tag written to its flag', `docker build --push -t${exact} .`, [`pushed ${exact} as v{semver}-{git-sha-short}`]],
  [
    'several tags',
    `docker build --push --tag ${name}:1.4.0 --tag=${name}:latest .`,
    [`pushed ${name}:1.4.0 as {semver}`, `pushed ${name}:latest as latest`],
  ],
  [
    'an exporter that pushes',
    `docker buildx build -o type=registry -t ${name}:1.4.0 .`,
    [`pushed ${name}:1.4.0 as {semver}`],
  ],
  ['a build that stays', `docker build -t ${name}:1.4.0 .`, [`built ${name}:1.4.0 as {semver}`]],
  ['kaniko', `/kaniko/executor --context . --destination ${name}:1.4.0`, [`pushed ${name}:1.4.0 as {semver}`]],
  [
    'kaniko without a push',
    `/kaniko/executor --no-push --destination ${name}:1.4.0`,
    [`built ${name}:1.4.0 as {semver}`],
  ],
  ['jib of Maven', `mvn -B jib:build -Djib.to.image=${name}:1.4.0`, [`pushed ${name}:1.4.0 as {semver}`]],
  ['jib of Gradle', `./gradlew jib --image=${name}:1.4.0`, [`pushed ${name}:1.4.0 as {semver}`]],
  [
    'Spring Boot',
    `./mvnw spring-boot:build-image -Dspring-boot.build-image.imageName=${name}:1.4.0`,
    [`built ${name}:1.4.0 as {semver}`],
  ],
  ['ko', `KO_DOCKER_REPO=${name} ko build --bare --tags 1.4.0 ./cmd/shop`, [`pushed ${name}:1.4.0 as {semver}`]],
  ['buildpacks', `pack build ${name}:1.4.0 --publish`, [`pushed ${name}:1.4.0 as {semver}`]],
  ['Cloud Build', `gcloud builds submit --tag ${name}:1.4.0 .`, [`pushed ${name}:1.4.0 as {semver}`]],
  ['a registry of Azure', 'az acr build -r acme -t shop:1.4.0 .', ['pushed acme.azurecr.io/shop:1.4.0 as {semver}']],
  ['buildah to another name', `buildah push shop docker://${name}:1.4.0`, [`pushed ${name}:1.4.0 as {semver}`]],
  [
    'the tag of an image stream',
    'oc -n acme-tools tag shop:build acme-prod/shop:1.4.0',
    ['pushed image-registry.openshift-image-registry.svc:5000/acme-prod/shop:1.4.0 as {semver}'],
  ],
  [
    'a build of OpenShift from what is sent to it',
    'oc new-build --strategy=docker --name shop --to acme/shop:1.4.0 --binary --context-dir=""',
    ['pushed image-registry.openshift-image-registry.svc:5000/acme/shop:1.4.0 as {semver}'],
  ],
  ['a build of OpenShift from elsewhere', 'oc new-build https://git.example.org/acme/other --name shop', []],
  ['the tag of an image stream, taken away', 'oc tag -d shop:1.4.0 x y', []],
  ['a copy', `crane copy ${name}:1.4.0 ${name}:prod`, [`pushed ${name}:prod as prod`]],
  [
    'a tag that is added',
    `docker buildx imagetools create -t ${name}:prod ${name}:1.4.0`,
    [`pushed ${name}:prod as prod`],
  ],
  ['no tag', `docker push ${name}`, [`pushed ${name} as `]],
  [
    'a port',
    'docker push registry.acme.example:5000/shop:1.4.0',
    ['pushed registry.acme.example:5000/shop:1.4.0 as {semver}'],
  ],
  ['a registry of one’s own machine is none', 'docker push localhost:5000/shop:1.4.0', []],
  ['a digest alone', `docker push ${name}@sha256:${'0'.repeat(64)}`, [`pushed ${name}@sha256:${'0'.repeat(64)} as ?`]],
  ['a variable that nothing sets', `docker push ${name}:$TAG`, [`pushed ${name}:\${TAG} as ?`]],
  [
    'a commit cut short',
    `docker push ${name}:v1.4.0-$(git rev-parse HEAD | cut -c1-7)`,
    [`pushed ${name}:v1.4.0-$(git rev-parse HEAD | cut -c1-7) as v{semver}-{git-sha-short}`],
  ],
]

for (const [what, command, expected] of made) {
  test(`images: ${what}`, async () => {
    assert.deepEqual(await told(workflowOf(command)), expected)
  })
}

test('an action that builds pushes where it says so', async () => {
  const step = (push: string) =>
    `uses: docker/build-push-action@v6\nwith:\n  push: ${push}\n  tags: |\n    ${exact}\n    ${name}:latest`
  assert.deepEqual(await told(workflowOf(step('true'))), [
    `pushed ${name}:latest as latest`,
    `pushed ${exact} as v{semver}-{git-sha-short}`,
  ])
  assert.deepEqual(await told(workflowOf(step('false'))), [
    `built ${name}:latest as latest`,
    `built ${exact} as v{semver}-{git-sha-short}`,
  ])
  const outputs = step('false').replace(
    'push: false',
    "outputs: type=image,push=${{ github.event_name != 'pull_request' }}",
  )
  assert.equal((await told(workflowOf(outputs)))[0], `pushed ${name}:latest as latest`)
  assert.equal(
    (await told(workflowOf(step("${{ github.event_name != 'pull_request' }}"))))[0],
    `pushed ${name}:latest as latest`,
  )
})

test('an action that names the image by itself has pushed it all the same', async () => {
  const found = await told(workflowOf('uses: nais/docker-build-push@v0\nwith:\n  team: shop'))
  const reference = 'europe-north1-docker.pkg.dev/${NAIS_PROJECT}/${TEAM}/${{ github.event.repository.name }}'
  const dated = `pushed ${reference}:$(date +%Y.%m.%d-%H.%M)-\${GITHUB_SHA:0:7}`
  assert.deepEqual(
    found.map((one) => one.replace(/ as .*$/, '')),
    [dated],
  )
  const tagged = await told(workflowOf('uses: nais/docker-build-push@v0\nwith:\n  team: shop\n  tag: v1.4.0'))
  assert.deepEqual(
    tagged.map((one) => one.replace(/ as .*$/, '')),
    [dated, `pushed ${reference}:v1.4.0`],
  )
})

test('an orb that builds pushes where it says so, to the registry of the account', async () => {
  const config = (push: string) => ({
    '.circleci/config.yml': `version: 2.1\norbs: {aws-ecr: circleci/aws-ecr@9.0.2}\njobs:\n  b:\n    docker: [{image: a}]\n    steps:\n      - aws-ecr/build_image: {repo: acme/shop, tag: 'v1.4.0', account_id: '1', region: eu-west-2, push_image: ${push}}\nworkflows: {w: {jobs: [b]}}\n`,
  })
  const reference = '1.dkr.ecr.eu-west-2.amazonaws.com/acme/shop:v1.4.0'
  assert.deepEqual(await told(config('true')), [`pushed ${reference} as v{semver}`])
  assert.deepEqual(await told(config('false')), [`built ${reference} as v{semver}`])
})

test("an orb's job that builds, labels and pushes an image by a version that it makes itself", async () => {
  const config = (publish: string) => ({
    Dockerfile: 'FROM alpine:3.22.1\n',
    '.circleci/config.yml': `version: 2.1\norbs: {hmpps: ministryofjustice/hmpps@7.1.0}\nworkflows: {w: {jobs: [{hmpps/build_docker: {image_name: quay.io/acme/shop, publish: ${publish}}}]}}\n`,
  })
  const [image] = await imagesOf(config('true'))
  assert.deepEqual([image?.role, image?.name, image?.traced], ['pushed', 'acme/shop', true])
  assert.match(String(image?.shape), /\{git-sha-short\}$/)
  const [kept] = await imagesOf(config('false'))
  assert.equal(kept?.role, 'built')
})

test("the task for kaniko of Tekton's catalog takes the whole reference", async () => {
  const task = (reference: string) => ({
    'tekton/pipeline.yaml': `apiVersion: tekton.dev/v1beta1\nkind: Pipeline\nmetadata: {name: build}\nspec:\n  tasks:\n    - name: build\n      taskRef: {kind: ClusterTask, name: kaniko}\n      params:\n        - {name: IMAGE, value: ${reference}}\n`,
  })
  assert.deepEqual(await told(task(`${name}:1.4.0`)), [`pushed ${name}:1.4.0 as {semver}`])
  assert.deepEqual(await told(task(name)), [`pushed ${name}:latest as latest`])
})

test('tags come from the rules of docker/metadata-action', async () => {
  const meta = `uses: docker/metadata-action@v5\nid: meta\nwith:\n  images: ${name}\n  flavor: latest=false\n  tags: |\n    type=semver,pattern=v{{version}}-{{sha}}\n    type=sha\n    type=ref,event=branch`
  const build = 'uses: docker/build-push-action@v6\nwith:\n  push: true\n  tags: ${{ steps.meta.outputs.tags }}'
  assert.deepEqual((await imagesOf(workflowOf(meta, build))).map(({ shape }) => shape).sort(), [
    'sha-{git-sha-short}',
    'v{semver}-{git-sha-short}',
    '{branch}',
  ])
})

test('an output of an earlier step is put in', async () => {
  const output = 'id: tag\nrun: echo "tag=v$(cat VERSION)-$(git rev-parse --short HEAD)" >> "$GITHUB_OUTPUT"'
  const [image] = await imagesOf(workflowOf(output, `docker push ${name}:\${{ steps.tag.outputs.tag }}`))
  assert.equal(image?.shape, 'v{semver}-{git-sha-short}')
})

test('what a step gives an action of this repository, and an env that is made of what is not known, is put in', async () => {
  const action =
    'inputs: {tag: {}, host: {}}\nruns:\n  using: composite\n  steps:\n    - {shell: bash, run: "docker push ${{ inputs.host }}/shop:v1.4.0-${{ inputs.tag }}"}\n'
  const use =
    'uses: ./act\nenv:\n  HOST: ${{ vars.ACCOUNT }}.dkr.ecr.eu-west-1.amazonaws.com\nwith:\n  tag: ${{ github.sha }}\n  host: ${{ env.HOST }}'
  const [image] = await imagesOf({ ...workflowOf(use), 'act/action.yml': action })
  assert.equal(image?.shape, 'v{semver}-{git-sha}')
  assert.equal(image?.registry, '${{ vars.ACCOUNT }}.dkr.ecr.eu-west-1.amazonaws.com')
})

test('what a reference begins with may hold its registry, whatever stands in its tag', async () => {
  for (const [reference, registry] of [
    ['$IMAGE:1.4.0', '?'],
    ['$IMAGE:$TAG', '?'],
    ['$CI_REGISTRY_IMAGE:$TAG', '${CI_REGISTRY_IMAGE}'],
    ['${CI_REGISTRY_IMAGE}/web:1.4.0', '${CI_REGISTRY_IMAGE}'],
    ['${IMAGE}-web:$TAG', '?'],
    ['acme/$IMAGE:$TAG', 'docker.io'],
    ['docker.io/$IMAGE:$TAG', 'docker.io'],
  ] as const) {
    const [image] = await imagesOf(workflowOf(`docker push ${reference}`))
    assert.equal(isHidden(image?.registry) ? '?' : image?.registry, registry, reference)
  }
})

test('a copy in another registry is tied to its commit where what it is copied of is', async () => {
  const copies = (from: string) => [
    'docker buildx build --push --label org.opencontainers.image.revision=$GITHUB_SHA -t x/shop:$N .',
    'docker build -t y/tools:1.2.3 .',
    `docker buildx imagetools create --tag z/shop:1.4.0 ${from}`,
  ]
  for (const [from, traced] of [
    ['x/shop:$N', true],
    ['y/tools:1.2.3', false],
  ] as const) {
    const images = await imagesOf(workflowOf(...copies(from)))
    const copied = images.filter(({ reference }) => reference === 'z/shop:1.4.0')
    assert.deepEqual(
      copied.map((image) => image.traced),
      [traced],
    )
  }
})

test('backquotes hold a command as $( ) does', async () => {
  const [image] = await imagesOf(workflowOf('D=`date +%F`\nTAG="$D-$(git rev-parse HEAD)"\ndocker push x/shop:$TAG'))
  assert.equal(image?.shape, '{date}-{git-sha}')
})

test('a build that is given the commit ties what is pushed, whatever its tag', async () => {
  const steps = [
    'docker build --label org.opencontainers.image.revision=$GITHUB_SHA -t x/shop:$N .',
    'docker push x/shop:$N',
  ]
  const images = await imagesOf(workflowOf(...steps))
  assert.deepEqual(
    images.map(({ traced }) => traced),
    [true, true],
  )
})

test('Cloud Deploy puts images in the place of names', async () => {
  const files = workflowOf(`gcloud deploy releases create r1 --images "shop=${exact},jobs=ghcr.io/acme/jobs:1.4.0"`)
  assert.deepEqual(await told(files), [
    'deployed ghcr.io/acme/jobs:1.4.0 as {semver}',
    `deployed ${exact} as v{semver}-{git-sha-short}`,
  ])
})

test('the image of a function that is made or given new code', async () => {
  const files = workflowOf(`aws lambda create-function --function-name shop --code ImageUri=${exact}`)
  assert.deepEqual(await told(files), [`deployed ${exact} as v{semver}-{git-sha-short}`])
})

test('a variable that an earlier step writes to $GITHUB_ENV is put in', async () => {
  const write = 'SHORT=$(git rev-parse --short HEAD)\necho "TAG=v$(cat VERSION)-$SHORT" >> "$GITHUB_ENV"'
  for (const use of ['$TAG', '${TAG}', '${{ env.TAG }}']) {
    const [image] = await imagesOf(workflowOf(write, `docker push ${name}:${use}`))
    assert.equal(image?.shape, 'v{semver}-{git-sha-short}', use)
  }
})

test('a variable written before wins over the one of the job, and loses to the one of the step', async () => {
  const files = workflowOf(
    'echo "TAG=1.4.0" >> $GITHUB_ENV',
    `docker push ${name}:$TAG`,
    `env:\n  TAG: latest\nrun: docker push ${name}:$TAG`,
  )
  const path = '.github/workflows/ship.yml'
  const withEnv = { [path]: (files[path] as string).replace('    steps:', '    env: {TAG: dev}\n    steps:') }
  assert.deepEqual(await told(withEnv), [`pushed ${name}:1.4.0 as {semver}`, `pushed ${name}:latest as latest`])
})

test('a variable written in one case alone is not known where it has another value too', async () => {
  const files = workflowOf(
    'if: github.ref == \'refs/heads/x\'\nrun: echo "TAG=1.4.0" >> $GITHUB_ENV',
    `docker push ${name}:$TAG`,
  )
  const path = '.github/workflows/ship.yml'
  const withEnv = { [path]: (files[path] as string).replace('    steps:', '    env: {TAG: dev}\n    steps:') }
  assert.deepEqual(await told(withEnv), [`pushed ${name}:\${TAG} as ?`])
})

/** A workflow whose second job takes an output that the first made of its variables. */
const handedOver = (...first: string[]) => ({
  '.github/workflows/ship.yml': `on: push
env: {TAG: }
jobs:
  find:
    runs-on: ubuntu-latest
    outputs: {tag: "\${{ env.TAG }}"}
    steps:
${first.map((step) => `      - ${step}\n`).join('')}  ship:
    needs: find
    runs-on: ubuntu-latest
    steps:
      - run: docker push ${name}:\${{ needs.find.outputs.tag }}
`,
})

test('an output that a job makes of a variable is what its steps wrote to $GITHUB_ENV, not what stood there before', async () => {
  assert.deepEqual(await told(handedOver('run: echo "TAG=1.4.0" >> $GITHUB_ENV')), [`pushed ${name}:1.4.0 as {semver}`])
  const [found] = await imagesOf(handedOver('run: echo "TAG=$(oc get istag/shop:x)" | tee -a $GITHUB_ENV'))
  assert.notEqual(found?.shape, 'latest')
  const exporting =
    'uses: actions/github-script@v7\n        with: {script: "core.exportVariable(\'TAG\', await find())"}'
  const [scripted] = await imagesOf(handedOver(exporting))
  assert.notEqual(scripted?.shape, 'latest')
})

test('what an earlier step wrote to $GITHUB_ENV names the image that metadata-action tags', async () => {
  const text = `on: push
jobs:
  image:
    runs-on: ubuntu-latest
    steps:
      - run: echo IMAGE=ghcr.io/$(echo \${GITHUB_REPOSITORY,,}) >> $GITHUB_ENV
      - id: meta
        uses: docker/metadata-action@v5
        with:
          images: \${{ env.IMAGE }}-api
          flavor: latest=false
          tags: type=semver,pattern=v{{version}}
      - uses: docker/build-push-action@v6
        with: {push: true, tags: "\${{ steps.meta.outputs.tags }}"}
`
  const images = await imagesOf({ '.github/workflows/ci.yml': text, Dockerfile: 'FROM alpine:3.20.3\n' })
  assert.deepEqual(
    images.filter(({ role }) => role === 'pushed').map(({ registry, shape }) => [registry, shape]),
    [['ghcr.io', 'v{semver}']],
  )
})

test('legs of a matrix that build of different folders make an image each', async () => {
  const text = `on: push
jobs:
  image:
    runs-on: ubuntu-latest
    strategy:
      matrix:
        include:
          - {image: ghcr.io/acme/web, path: web}
          - {image: ghcr.io/acme/api, path: api}
    steps:
      - uses: docker/build-push-action@v6
        with: {context: "\${{ matrix.path }}", push: true, tags: "\${{ matrix.image }}:v1.4.0"}
`
  const files = {
    '.github/workflows/ci.yml': text,
    'web/Dockerfile': 'FROM alpine:3.20.3\n',
    'api/Dockerfile': 'FROM alpine:3.20.3\n',
  }
  const images = await imagesOf(files)
  assert.deepEqual(
    images
      .filter(({ role }) => role === 'pushed')
      .map(({ registry, name }) => [registry, name])
      .sort(),
    [
      ['ghcr.io', 'acme/api'],
      ['ghcr.io', 'acme/web'],
    ],
  )
})

test('compose builds and pushes the services that have a build', async () => {
  const compose = `services:\n  web:\n    build: web\n    image: ${name}:1.4.0\n  db:\n    image: postgres:16\n`
  const files = { ...workflowOf('docker compose build', 'docker compose push'), 'compose.yaml': compose }
  assert.deepEqual(await told(files), [`built ${name}:1.4.0 as {semver}`, `pushed ${name}:1.4.0 as {semver}`])
})

test('compose gives the commit by an argument or a label, and a service takes what it extends', async () => {
  const compose = (args: string) =>
    `services:\n  base:\n    build:\n      context: .\n      args: ${args}\n  web:\n    image: shop\n    extends: {service: base}\n`
  const tracedBy = async (args: string) => {
    const steps = [
      'docker compose build --pull web',
      'docker tag shop ghcr.io/acme/shop:latest',
      'docker push ghcr.io/acme/shop:latest',
    ]
    const images = await imagesOf({
      ...workflowOf(...steps),
      'compose.yaml': compose(args),
      Dockerfile: 'FROM alpine:3.20.3\n',
    })
    return images.filter(({ role }) => role === 'pushed').map(({ reference, traced }) => [reference, traced])
  }
  assert.deepEqual(await tracedBy('[BUILD_DATE, GITREF]'), [['ghcr.io/acme/shop:latest', true]])
  assert.deepEqual(await tracedBy('{REVISION: $GIT_SHA}'), [['ghcr.io/acme/shop:latest', true]])
  assert.deepEqual(await tracedBy('[BUILD_DATE]'), [['ghcr.io/acme/shop:latest', false]])
})

test('compose files are those that the command names, where it runs', async () => {
  const files = {
    ...workflowOf('cd deploy\ndocker-compose -f prod.yml push web'),
    'deploy/prod.yml': `services:\n  web: {build: ., image: "${name}:1.4.0"}\n  job: {build: ., image: "${name}-job:1.4.0"}\n`,
    'docker-compose.yml': 'services:\n  web: {build: ., image: "local/shop"}\n',
  }
  assert.deepEqual(await told(files), [`pushed ${name}:1.4.0 as {semver}`])
})

test('of two compose files of one folder Compose takes docker-compose.yml', async () => {
  const services = (tag: string) => `services:\n  web: {build: ., image: "${name}:${tag}"}\n`
  const files = {
    ...workflowOf('docker compose push'),
    'docker-compose.yaml': services('1.1.0'),
    'docker-compose.yml': services('1.2.0'),
  }
  assert.deepEqual(await told(files), [`pushed ${name}:1.2.0 as {semver}`])
})

test('a compose file of developers or tests deploys nothing by its name', async () => {
  const services = (tag: string) => `services:\n  web: {image: "${name}:${tag}"}\n`
  const files = {
    ...workflowOf('docker compose -f docker-compose.test.yml up'),
    'docker-compose.test.yml': services('1.1.0'),
    'docker-compose.dev.yml': services('1.2.0'),
    'docker-compose.prod.yml': services('1.3.0'),
  }
  assert.deepEqual(await told(files), [`deployed ${name}:1.3.0 as {semver}`])
})

test('a compose file that is not here leaves its images open', async () => {
  assert.deepEqual(await told(workflowOf('docker compose push')), [
    'pushed the image that docker compose push makes as ?',
  ])
})

test('bake reads the targets of its file', async () => {
  const hcl = `variable "TAG" { default = "dev" }\n\ntarget "shop" {\n  context = "."\n  tags = ["${name}:1.4.0", "${name}:\${TAG}"]\n}\n`
  const files = { ...workflowOf('docker buildx bake --push'), 'docker-bake.hcl': hcl }
  assert.deepEqual(await told(files), [`pushed ${name}:\${TAG} as ?`, `pushed ${name}:1.4.0 as {semver}`])
})

test('Skaffold gives its artifacts the tag of the command', async () => {
  const files = {
    ...workflowOf(`skaffold run --default-repo=ghcr.io/acme --tag=1.4.0`),
    'skaffold.yaml': 'apiVersion: skaffold/v4\nkind: Config\nbuild:\n  artifacts:\n    - image: shop\n',
    'k8s/shop.yaml': deployment('shop'),
  }
  assert.deepEqual(await told(files), [`deployed ${name}:1.4.0 as {semver}`, `pushed ${name}:1.4.0 as {semver}`])
})

test('Skaffold builds what the configurations that it requires name too', async () => {
  const files = {
    ...workflowOf(`skaffold build --default-repo=ghcr.io/acme --tag=1.4.0`),
    'skaffold.yaml': 'kind: Config\nrequires: [{path: services/shop}, {path: services/till/skaffold.yaml}]\n',
    'services/shop/skaffold.yaml': 'kind: Config\nrequires: [{path: ../..}]\nbuild: {artifacts: [{image: shop}]}\n',
    'services/till/skaffold.yaml': 'kind: Config\nbuild: {artifacts: [{image: till}]}\n',
    'tools/skaffold.yaml': 'kind: Config\nbuild: {artifacts: [{image: tool}]}\n',
  }
  assert.deepEqual(await told(files), [
    `pushed ${name}:1.4.0 as {semver}`,
    'pushed ghcr.io/acme/till:1.4.0 as {semver}',
  ])
})

test('docker tag makes no image of its own', async () => {
  const files = workflowOf('docker build -t shop .', `docker tag shop ${name}:1.4.0`, `docker push ${name}:1.4.0`)
  assert.deepEqual(await told(files), ['built shop as ', `pushed ${name}:1.4.0 as {semver}`])
})

test('all tags of a name are those that it was given', async () => {
  const files = workflowOf(`docker build -t ${name}:1.4.0 -t ${name}:latest .`, `docker push --all-tags ${name}`)
  assert.deepEqual(
    (await told(files)).filter((line) => line.startsWith('pushed')),
    [`pushed ${name}:1.4.0 as {semver}`, `pushed ${name}:latest as latest`],
  )
})

test('all tags of a name are also those that docker tag gave it', async () => {
  const files = workflowOf(
    'docker build -t shop .',
    `docker tag shop:latest ${name}:1.4.0`,
    `docker tag other:latest ghcr.io/acme/other:1.0.0`,
    `docker push --all-tags ${name}`,
  )
  assert.deepEqual(
    (await told(files)).filter((line) => line.startsWith('pushed')),
    [`pushed ${name}:1.4.0 as {semver}`],
  )
})

test('a copy of another project’s image is not own', async () => {
  const files = workflowOf(
    'docker pull redis:7',
    'docker tag redis:7 ghcr.io/mirror/redis:7',
    'docker push ghcr.io/mirror/redis:7',
  )
  assert.equal((await imagesOf(files))[0]?.own, false)
})

/** What deploying commands and actions name. */
const deployed: readonly (readonly [string, string])[] = [
  ['kubectl', `kubectl set image deployment/shop shop=${exact}`],
  ['helm', `helm upgrade --install shop ./chart --set image.repository=${name},image.tag=v1.4.0-0a1b2c3`],
  [
    'helm with text',
    `helm upgrade shop ./chart --set-string image.repository=${name} --set-string "image.tag=v1.4.0-0a1b2c3"`,
  ],
  ['helm with one value', `helm upgrade shop ./chart --set image=${exact}`],
  ['kustomize', `cd k8s && kustomize edit set image shop=${exact}`],
  ['Cloud Run', `gcloud run deploy shop --image ${exact} --region europe-west1 --quiet`],
  ['an app of Azure', `az webapp config container set --name shop --docker-custom-image-name ${exact}`],
  ['a container app', `az containerapp update -n shop -g prod --image ${exact}`],
  ['Cloud Foundry', `cf push shop --docker-image ${exact}`],
  ['Fly', `flyctl deploy -a shop -i ${exact}`],
  ['a function', `aws lambda update-function-code --function-name shop --image-uri ${exact}`],
  ['a swarm', `docker service update --image ${exact} shop`],
  ['Terraform', `terraform apply -auto-approve -var app_image=${exact}`],
  ['Nomad', `nomad run -var image=${exact} shop.nomad`],
  [
    'an action for Cloud Run',
    `uses: google-github-actions/deploy-cloudrun@v2\nwith:\n  service: shop\n  image: ${exact}`,
  ],
  [
    'a rendered task definition',
    `uses: aws-actions/amazon-ecs-render-task-definition@v1\nwith:\n  task-definition: td.json\n  container-name: shop\n  image: ${exact}`,
  ],
]

for (const [what, command] of deployed) {
  test(`deployed images: ${what}`, async () => {
    const found = (await imagesOf(workflowOf(command))).filter(({ role }) => role === 'deployed')
    assert.deepEqual(
      found.map(({ reference, shape }) => [reference, shape]),
      [[exact, 'v{semver}-{git-sha-short}']],
    )
  })
}

test('a task definition of the repository names its images', async () => {
  const files = {
    ...workflowOf(
      'uses: aws-actions/amazon-ecs-deploy-task-definition@v2\nwith:\n  task-definition: ecs/td.json\n  service: shop\n  cluster: prod',
    ),
    'ecs/td.json': JSON.stringify({ family: 'shop', containerDefinitions: [{ name: 'shop', image: exact }] }, null, 2),
  }
  const [image] = await imagesOf(files)
  assert.equal(image?.reference, exact)
  assert.equal(image?.place.file, 'ecs/td.json')
})

function deployment(image: string, namespace = 'production'): string {
  return `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: shop\n  namespace: ${namespace}\nspec:\n  template:\n    spec:\n      containers:\n        - name: shop\n          image: ${image}\n`
}

test('a tag that helm sets wins over the values file', async () => {
  const values = `image:\n  repository: ${name}\n  tag: latest\n`
  const chart = { 'chart/Chart.yaml': 'name: shop\nversion: 1.0.0\n', 'chart/values.yaml': values }
  const set = await told({ ...workflowOf('helm upgrade shop ./chart --set image.tag=v1.4.0-0a1b2c3'), ...chart })
  assert.deepEqual(set, [`deployed ${exact} as v{semver}-{git-sha-short}`])
  // where helm is seen and sets none, the file says it
  const kept = await told({ ...workflowOf('helm upgrade shop ./chart'), ...chart })
  assert.deepEqual(kept, [`deployed ${name}:latest as latest`])
  // whoever installs it where nobody sees may set another
  assert.deepEqual(await told(chart), [`deployed ${name}:latest as ?`])
})

test('an image that helm sets whole is that of its key alone', async () => {
  const template = (key: string) => deployment(`{{ .Values.${key} | quote }}`).replace('production', 'shop')
  const chart = {
    'chart/Chart.yaml': 'name: shop\nversion: 1.0.0\n',
    'chart/values.yaml': 'webImage: reg.example.org/acme/web:main\napi:\n  image: reg.example.org/acme/api:main\n',
    'chart/templates/web.yaml': template('webImage'),
    'chart/templates/api.yaml': template('api.image'),
  }
  const deploy = (sets: string) => workflowOf(`helm upgrade --install shop ./chart ${sets}`)
  const [web, api] = ['web', 'api'].map((part) => `reg.example.org/acme/${part}:1.4.0`)
  assert.deepEqual(await told({ ...deploy(`--set webImage=${web} --set "api.image=${api}"`), ...chart }), [
    `deployed ${api} as {semver}`,
    `deployed ${web} as {semver}`,
  ])
  assert.deepEqual(await told({ ...deploy(`--set webImage=${web}`), ...chart }), [
    'deployed reg.example.org/acme/api:main as main',
    `deployed ${web} as {semver}`,
  ])
})

test('what all images of a chart have in common is the name of none', async () => {
  const values = `shop:\n  image:\n    repository: ${name}\n    tag: latest\n`
  const chart = { 'chart/Chart.yaml': 'name: shop\nversion: 1.0.0\n', 'chart/values.yaml': values }
  const sets = '--set global.repository=acme/all --set global.tag=v1.4.0-0a1b2c3'
  assert.deepEqual(await told({ ...workflowOf(`helm upgrade shop ./chart ${sets}`), ...chart }), [
    `deployed ${exact} as v{semver}-{git-sha-short}`,
  ])
})

test('what helm sets counts where a template asks for it', async () => {
  const template = (key: string) =>
    deployment(`"{{ .Values.web.image.repository }}:{{ .Values.${key} }}"`).replace('production', 'shop')
  const chart = (key: string) => ({
    'chart/Chart.yaml': 'name: shop\nversion: 1.0.0\n',
    'chart/values.yaml': `web:\n  image:\n    repository: ${name}\n    tag: latest\nglobal: {}\n`,
    'chart/templates/web.yaml': template(key),
  })
  const sets = workflowOf('helm upgrade --install shop ./chart --set global.imageTag=v1.4.0-0a1b2c3 --wait')
  assert.deepEqual(await told({ ...sets, ...chart('web.image.tag') }), [`deployed ${name}:latest as latest`])
  assert.deepEqual(await told({ ...sets, ...chart('global.imageTag') }), [
    `deployed ${exact} as v{semver}-{git-sha-short}`,
  ])
  // a chart from elsewhere may ask for it
  const more = {
    'chart/Chart.yaml':
      'name: shop\nversion: 1.0.0\ndependencies: [{name: common, version: 1.0.0, repository: "https://charts.example"}]\n',
  }
  assert.deepEqual(await told({ ...sets, ...chart('web.image.tag'), ...more }), [
    `deployed ${exact} as v{semver}-{git-sha-short}`,
  ])
})

test('a kustomization changes the manifests that it takes in, and no others', async () => {
  const files = {
    'k8s/base/kustomization.yaml': 'resources:\n  - shop.yaml\n',
    'k8s/base/shop.yaml': deployment(`${name}:latest`),
    'k8s/overlays/staging/kustomization.yaml': `resources:\n  - ../../base\nimages:\n  - name: ${name}\n    newTag: v1.4.0-0a1b2c3\n`,
    'other/shop.yaml': deployment(`${name}:1.0.0`),
  }
  const images = await imagesOf(files)
  assert.deepEqual(
    images.map(({ reference, environment }) => [reference, environment]),
    [
      [`${name}:1.0.0`, 'production'],
      [exact, 'staging'],
    ],
  )
})

test('a component that nothing takes in is nothing by itself', async () => {
  const component = `kind: Component\nimages:\n  - name: ${name}\n    newTag: CONTAINER_TAG\n`
  assert.deepEqual(await told({ 'c/kustomization.yaml': component, 'k8s/shop.yaml': deployment(`${name}:1.0.0`) }), [
    `deployed ${name}:1.0.0 as {semver}`,
  ])
})

test('a new name without a tag keeps the tag', async () => {
  const files = {
    'k8s/kustomization.yaml': `resources: [shop.yaml]\nimages:\n  - name: shop\n    newName: ${name}\n`,
    'k8s/shop.yaml': deployment('shop:1.0.0'),
  }
  assert.deepEqual(await told(files), [`deployed ${name}:1.0.0 as {semver}`])
})

test('a placeholder is no tag', async () => {
  for (const tag of ['IMAGE_TAG', '__TAG__', '[IMAGE_TAG]', 'to-be-replaced', 'app_version', 'TAG']) {
    const [image] = await imagesOf({ 'k8s/shop.yaml': deployment(`${name}:${tag}`) })
    assert.ok(isHidden(image?.shape), tag)
  }
})

test('the images of an OpenShift template are read, their parameters unresolved', async () => {
  const template = `apiVersion: template.openshift.io/v1\nkind: Template\nobjects:\n  - apiVersion: apps/v1\n    kind: Deployment\n    spec:\n      template:\n        spec:\n          containers:\n            - image: ghcr.io/acme/shop:\${IMAGE_TAG}\n`
  assert.deepEqual(await told({ 'openshift.yml': template }), [`deployed ${name}:\${IMAGE_TAG} as ?`])
})

test('another project’s image is not own; one of the repository’s name is', async () => {
  const files = {
    'k8s/a.yaml': deployment('redis:7'),
    'k8s/b.yaml': deployment('quay.io/prometheus/node-exporter:v1.8.0'),
    'k8s/c.yaml': deployment(`${name}:1.0.0`),
  }
  assert.deepEqual(
    (await imagesOf(files)).map(({ reference, own }) => [reference, own]),
    [
      [`${name}:1.0.0`, true],
      ['quay.io/prometheus/node-exporter:v1.8.0', false],
      ['redis:7', false],
    ],
  )
})

test('whose an image in a private registry is cannot be told where nothing is built', async () => {
  const [image] = await imagesOf({ 'k8s/a.yaml': deployment('1234.dkr.ecr.eu-west-2.amazonaws.com/team/till:1.0.0') })
  assert.ok(isHidden(image?.own))
})

test('a Dockerfile that nothing seen builds is an image of which nothing is known', async () => {
  const [image, ...rest] = await imagesOf({
    'web/Dockerfile': 'FROM node:22\n',
    'part/Dockerfile.labels': 'LABEL a=b\n',
  })
  assert.deepEqual(rest, [])
  assert.equal(image?.role, 'unseen')
  assert.ok(isHidden(image?.shipped))
})

test('the Dockerfile of an image that is deployed is told by that', async () => {
  const files = { Dockerfile: 'FROM node:22\n', 'k8s/shop.yaml': deployment(exact) }
  assert.deepEqual(await told(files), [`deployed ${exact} as v{semver}-{git-sha-short}`])
})

test('the name of an image in a Template of OpenShift has the values of its parameters, its tag has not', async () => {
  const template = `apiVersion: template.openshift.io/v1
kind: Template
parameters:
  - {name: REGISTRY, value: ghcr.io}
  - {name: ORG, value: acme}
  - {name: NAME, required: true}
  - {name: TAG, value: latest}
objects:
  - apiVersion: apps/v1
    kind: Deployment
    metadata: {name: shop}
    spec:
      template:
        spec:
          containers:
            - {name: shop, image: '\${REGISTRY}/\${ORG}/\${NAME}:\${TAG}'}
`
  const references = async (command: string) =>
    (await imagesOf({ ...workflowOf(command), 'openshift/shop.yaml': template })).map(({ reference }) => reference)
  const process = 'oc process -f openshift/shop.yaml'
  assert.deepEqual(await references(`${process} | oc apply -f -`), ['ghcr.io/acme/${NAME}:${TAG}'])
  // what a pipeline gives itself is what it is told
  assert.deepEqual(await references(`${process} -p ORG=$ORG | oc apply -f -`), ['ghcr.io/${ORG}/${NAME}:${TAG}'])
})

test('a tag that a command prints is one, however many words the command has', async () => {
  const files = workflowOf(
    'id: short\nrun: echo "sha=$(echo $GITHUB_SHA | cut -c -7)" >> $GITHUB_OUTPUT',
    'uses: macbre/push-to-ghcr@v16\nwith:\n  image_name: acme/shop\n  image_tag: ${{ steps.short.outputs.sha }}',
  )
  assert.deepEqual(await told(files), ['pushed acme/shop:$(echo $GITHUB_SHA | cut -c -7) as {git-sha-short}'])
})

test('an image that is put into a manifest on its way to the cluster is the one that runs', async () => {
  const shop = (images: readonly string[]) =>
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop}\nspec:\n  template:\n    spec:\n      containers:\n${images
      .map((image, i) => `        - {name: c${i}, image: '${image}'}`)
      .join('\n')}\n`
  const command = `kubectl set image -f k8s/shop.yaml c0=${exact} --local -o yaml | kubectl apply -f -`
  const one = { ...workflowOf(command), 'k8s/shop.yaml': shop(['registry.test/shop:set-me']) }
  assert.deepEqual(await told(one), [`deployed ${exact} as v{semver}-{git-sha-short}`])
  // which of two it is, the names of containers tell: the other stays what it is
  const two = { ...workflowOf(command), 'k8s/shop.yaml': shop(['registry.test/a:set-me', 'registry.test/b:main']) }
  assert.deepEqual(await told(two), [
    `deployed ${exact} as v{semver}-{git-sha-short}`,
    'deployed registry.test/b:main as main',
  ])
})

/** Whether the image of the last push is scanned and signed: true, false or `?`. */
async function checked(files: Readonly<Record<string, string>>): Promise<(boolean | '?')[]> {
  const image = (await imagesOf(files)).findLast(({ role }) => role === 'pushed')
  assert.ok(image)
  return [image.scanned, image.signed].map((value) => (isHidden(value) ? '?' : value))
}

const build = `docker build -t ${name}:1.4.0 .`
const push = `docker push ${name}:1.4.0`
const scan = `trivy image --exit-code 1 ${name}:1.4.0`
const deploy = `kubectl set image deployment/shop shop=${name}:1.4.0`

test('a scan between build and deployment counts, and only if it can fail', async () => {
  assert.deepEqual(await checked(workflowOf(build, scan, push, deploy)), [true, false])
  assert.deepEqual(await checked(workflowOf(build, push, deploy, scan)), [false, false])
  assert.deepEqual(await checked(workflowOf(build, `trivy image ${name}:1.4.0`, push, deploy)), [false, false])
  assert.deepEqual(await checked(workflowOf(build, push, deploy)), [false, false])
})

test('a scan between a build that is loaded and the same build that pushes counts', async () => {
  const action = (how: string) =>
    `uses: docker/build-push-action@v6\nwith:\n  context: .\n  ${how}: true\n  tags: ${name}:1.4.0`
  assert.deepEqual(await checked(workflowOf(action('load'), scan, action('push'))), [true, '?'])
})

test('where nothing here deploys, a lack of scans and signatures is not seen', async () => {
  assert.deepEqual(await checked(workflowOf(build, push)), ['?', '?'])
})

test('a scan that runs only where nothing is pushed does not count', async () => {
  const onTag = `if: startsWith(github.ref, 'refs/tags/')\nrun: ${scan}`
  assert.deepEqual(await checked(workflowOf(build, onTag, push, deploy)), [false, false])
})

test('a signature after the push counts; where it may be left out, that is not known', async () => {
  const sign = `cosign sign --yes ${name}:1.4.0`
  assert.deepEqual(await checked(workflowOf(build, push, sign, deploy)), [false, true])
  assert.deepEqual(await checked(workflowOf(build, push, `if: steps.x.outputs.y == 'z'\nrun: ${sign}`, deploy)), [
    false,
    '?',
  ])
})

test('a copy is scanned and signed where it was built', async () => {
  const files = {
    ...workflowOf(build, scan, push, `cosign sign --yes ${name}:1.4.0`),
    '.github/workflows/promote.yml': (
      workflowOf(`crane copy ${name}:1.4.0 ${name}:prod`)['.github/workflows/ship.yml'] as string
    ).replace('Ship', 'Promote'),
  }
  const copy = (await imagesOf(files)).find(({ reference }) => reference.endsWith(':prod'))
  assert.deepEqual([copy?.scanned, copy?.signed], [true, true])
})

test('tags that move', () => {
  for (const shape of ['', 'latest', '{branch}', 'stable', '1', 'v1.2', '{number}'])
    assert.ok(isMoving(shape, name), shape)
  for (const shape of [
    '{semver}',
    'v{semver}-{git-sha-short}',
    '{run-number}',
    '{date}',
    'build42',
    'main-{git-sha}',
    'v20230907',
  ]) {
    assert.ok(!isMoving(shape, name), shape)
  }
})

test('two numbers are a whole version for whom no third is released', () => {
  const whole = [
    'postgres:14.11',
    'bitnami/postgresql:16.2',
    'postgres:16.2-alpine',
    'jenkins/jenkins:2.440',
    'pause:3.9',
  ]
  const part = ['postgres:14', 'postgres:9.6', 'mariadb:10.11', 'node:20.1', 'jenkins/jenkins:2.4', 'acme/shop:14.11']
  for (const [list, moves] of [
    [whole, false],
    [part, true],
  ] as const) {
    for (const image of list) {
      const [of = '', tag = ''] = image.split(':')
      assert.equal(isMoving(tag, of), moves, image)
      assert.equal(pinningOf(image), moves ? 'moving' : 'version', image)
    }
  }
})

test('the newest image for a version of something moves; a day or a commit beside the word does not', () => {
  for (const tag of ['latest-4.0.5', 'latest-ruby3.4.1', '3.4.1-latest']) {
    assert.equal(pinningOf(`acme/base:${tag}`), 'moving', tag)
  }
  for (const tag of ['latest-20260301', `latest-${'a1'.repeat(20)}`, '1.2.3-latestish']) {
    assert.equal(pinningOf(`acme/base:${tag}`), 'version', tag)
  }
  for (const shape of ['latest-{semver}', 'latest-{tag}']) assert.ok(isMoving(shape, 'acme/base'), shape)
  for (const shape of ['latest-{git-sha-short}', 'latest-{semver}-{date}']) assert.ok(!isMoving(shape, 'a'), shape)
})

test('what ties an image to its commit: tag, label, argument, provenance by default; never a version alone', async () => {
  const action = (inputs: string, version = 'v6') =>
    `{uses: docker/build-push-action@${version}, with: {push: true, tags: 'ghcr.io/acme/shop:1.2.3'${inputs}}}`
  for (const [traced, step] of [
    [true, '{run: "docker build -t ghcr.io/acme/shop:$GITHUB_SHA . && docker push ghcr.io/acme/shop:$GITHUB_SHA"}'],
    [true, '{run: "docker buildx build --push --build-arg COMMIT=$GITHUB_SHA -t ghcr.io/acme/shop:1.2.3 ."}'],
    [false, '{run: "docker buildx build --push -t ghcr.io/acme/shop:1.2.3 ."}'],
    [true, action('')],
    [false, action(', provenance: false')],
    [false, action('', 'v3')],
    [
      true,
      action('').replace('push: true', "push: '${{ github.ref_name == github.event.repository.default_branch }}'"),
    ],
    [true, action(", provenance: false, build-args: 'REV=${{ github.sha }}'")],
  ] as const) {
    const images = await imagesOf({ '.github/workflows/ship.yml': `on: push\njobs: {ship: {steps: [${step}]}}` })
    assert.deepEqual(
      [...new Set(images.filter((i) => i.role === 'pushed').map((image) => image.traced))],
      [traced],
      step,
    )
  }
})

test('artifacts of Skaffold’s profiles are artifacts; a name that ends in a variable may hold a tag', async () => {
  const images = await imagesOf({
    'skaffold.yaml':
      'apiVersion: skaffold/v4beta1\nkind: Config\nprofiles: [{name: dev, build: {artifacts: [{image: shop}]}}]',
    'k8s/shop.yaml': deployment('shop'),
    'k8s/db.yaml': deployment('${REGISTRY}/${DATABASE}'),
  })
  assert.deepEqual(
    images.filter(({ role }) => role === 'deployed').map((image) => [image.place.file, isHidden(image.moving)]),
    [
      ['k8s/db.yaml', true],
      ['k8s/shop.yaml', true],
    ],
  )
})

test('overlays are judged as they are built: a base is not judged beside them, and patches win', async () => {
  const files = {
    'k8s/base/kustomization.yaml': 'resources: [shop.yaml]\n',
    'k8s/base/shop.yaml': deployment(`${name}:latest`),
    'k8s/overlays/staging/kustomization.yaml': `resources: [../../base]\nimages: [{name: ${name}, newTag: 1.4.0}]\n`,
    'k8s/overlays/production/kustomization.yaml': 'resources: [../../base]\npatches: [{path: image.yaml}]\n',
    'k8s/overlays/production/image.yaml': deployment(exact),
  }
  const images = await imagesOf(files)
  assert.deepEqual(
    images.map(({ reference, environment, place }) => [reference, environment, place.file]),
    [
      [`${name}:1.4.0`, 'staging', 'k8s/overlays/staging/kustomization.yaml'],
      [exact, 'production', 'k8s/overlays/production/image.yaml'],
    ],
  )
})

test('what is changed of a base from elsewhere is still seen, and so is a component that nothing takes in', async () => {
  const base = 'https://github.com/acme/base//k8s?ref=v1'
  assert.deepEqual(
    await told({
      'prod/kustomization.yaml': `resources: ['${base}']\nimages: [{name: web, newName: ${name}, newTag: 1.4.0}]\npatches: [{path: api.yaml}]\n`,
      'prod/api.yaml': deployment('ghcr.io/acme/api:latest'),
      'lonely/kustomization.yaml': 'kind: Component\nresources: [shop.yaml]\n',
      'lonely/shop.yaml': deployment(exact),
    }),
    [
      'deployed ghcr.io/acme/api:latest as latest',
      `deployed ${name}:1.4.0 as {semver}`,
      `deployed ${exact} as v{semver}-{git-sha-short}`,
    ],
  )
})

test('an image that a replacement or an unreadable patch writes is hidden, not gone', async () => {
  for (const changed of [
    'replacements:\n  - source: {kind: ConfigMap, name: x}\n    targets:\n      - select: {kind: Deployment}\n        fieldPaths: [spec.template.spec.containers.0.image]\n',
    'patches: [{path: gone.yaml}]\n',
  ]) {
    const [image, ...rest] = await imagesOf({
      'k8s/kustomization.yaml': `resources: [shop.yaml]\n${changed}`,
      'k8s/shop.yaml': deployment(`${name}:latest`),
    })
    assert.ok(image && isHidden(image.shape) && rest.length === 0, changed)
  }
})

test('the image of a chart is judged with the values of each environment, where these are written', async () => {
  const chart = {
    'chart/Chart.yaml': 'name: shop\nversion: 1.0.0\n',
    'chart/values.yaml': `image:\n  repository: ${name}\n  tag: latest\n`,
    'chart/values-staging.yaml': 'image:\n  tag: 1.4.0\n',
    'chart/values-production.yaml': 'image:\n  tag: v1.4.0-0a1b2c3\n',
    // what a chart runs to be tested is not deployed
    'chart/templates/tests/a.yaml': `apiVersion: v1\nkind: Pod\nmetadata: {name: a, annotations: {"helm.sh/hook": "test,pre-install"}}\nspec:\n  containers:\n    - image: ghcr.io/acme/shop-tests:latest\n`,
    'chart/templates/shop.yaml': `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop}\nspec:\n  template:\n    spec:\n      containers:\n        - image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"\n        - image: ghcr.io/acme/shop-helper:1.0.0\n`,
  }
  const images = await imagesOf({ ...workflowOf('helm upgrade shop ./chart'), ...chart })
  assert.deepEqual(
    images.map(({ reference, environment, place }) => [reference, environment, place.file]),
    [
      ['ghcr.io/acme/shop-helper:1.0.0', 'production', 'chart/templates/shop.yaml'],
      [`${name}:1.4.0`, 'staging', 'chart/values-staging.yaml'],
      [exact, 'production', 'chart/values-production.yaml'],
    ],
  )
  // a pipeline's own tag wins in all of them; what the template writes itself stays
  const set = await told({ ...workflowOf('helm upgrade shop ./chart --set image.tag=1.5.0'), ...chart })
  assert.deepEqual(set, ['deployed ghcr.io/acme/shop-helper:1.0.0 as {semver}', `deployed ${name}:1.5.0 as {semver}`])
})

test('values that no template here uses are seen as they are: those of charts from elsewhere', async () => {
  const images = await told({
    'chart/Chart.yaml':
      'name: shop\nversion: 1.0.0\ndependencies: [{name: web, version: 1.0.0, repository: "https://charts.example"}]\n',
    'chart/values.yaml': `web:\n  image: {repository: ${name}, tag: latest}\n`,
    ...workflowOf('helm upgrade shop ./chart'),
  })
  assert.deepEqual(images, [`deployed ${name}:latest as latest`])
})

test('a name that no values here give is given by whoever deploys the chart', async () => {
  const [image, ...rest] = await imagesOf({
    'chart/Chart.yaml': 'name: shop\nversion: 1.0.0\n',
    'chart/templates/shop.yaml':
      'apiVersion: batch/v1\nkind: Job\nmetadata: {name: shop}\nspec:\n  template:\n    spec:\n      containers:\n        - image: "{{ .Values.name }}:latest"\n',
    ...workflowOf('helm upgrade shop ./chart'),
  })
  // a value that holds the name may hold the registry too
  assert.ok(image && [image.own, image.name, image.registry].every(isHidden) && rest.length === 0)
})

test('where nobody sees a chart deployed, only what its template writes as a whole is certain', async () => {
  const container = (image: string) =>
    `apiVersion: batch/v1\nkind: Job\nmetadata: {name: shop}\nspec:\n  template:\n    spec:\n      containers:\n        - image: ${image}\n`
  for (const [image, shape] of [
    [exact, 'v{semver}-{git-sha-short}'],
    [`"${name}:{{ .Values.tag | default "latest" }}"`, '?'],
    [`${name}:{{ .Values.version }}`, '?'],
    ['{{ .Values.image }}:latest', '?'],
  ] as const) {
    const [found] = await imagesOf({
      'chart/Chart.yaml': 'name: shop\nversion: 1.0.0\n',
      'chart/values.yaml': `version: 1.0.0\nimage: ${name}\n`,
      'chart/templates/shop.yaml': container(image),
    })
    assert.equal(isHidden(found?.shape) ? '?' : found?.shape, shape, image)
  }
})

test('what a pipeline runs and takes away again, or in a cluster of its own, is not deployed', async () => {
  for (const around of [
    ['helm install e2e ./c --set image.tag=1.0.0', 'helm uninstall e2e'],
    ['kind create cluster', 'helm install e2e ./c --set image.tag=1.0.0'],
  ])
    assert.deepEqual(await told(workflowOf(around.join('\n'))), [])
})

test('Elastic Beanstalk runs what the file of the folder names, unless a script fills it in first', async () => {
  const run = async (reference: string, path = 'api/Dockerrun.aws.json') => {
    const image = { AWSEBDockerrunVersion: '1', Image: { Name: reference } }
    const files = { ...workflowOf('cd api && eb deploy gold-production'), [path]: JSON.stringify(image) }
    return told(files)
  }
  assert.deepEqual(await run(exact), [`deployed ${exact} as v{semver}-{git-sha-short}`])
  assert.deepEqual(await run('@REPO:@TAG'), [])
  assert.deepEqual(await run(exact, 'Dockerrun.aws.json'), [])
})

const manifest = (...images: readonly string[]) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop}\nspec:\n  template:\n    spec:\n      containers:\n${images
    .map((image, index) => `      - name: c${index}\n        image: ${image}\n`)
    .join('')}`

for (const [edit, image, wanted] of [
  [`sed -i "s|:latest|:$GITHUB_SHA|" k8s/shop.yaml\nkubectl apply -f k8s/`, `${name}:latest`, '{git-sha}'],
  [`sed "s/__TAG__/$GITHUB_SHA/g" k8s/shop.yaml | kubectl apply -f -`, `${name}:__TAG__-alpine`, '{git-sha}-alpine'],
  [`cat k8s/shop.yaml | sed "s/__TAG__/$GITHUB_SHA/" | kubectl apply -f -`, `${name}:__TAG__`, '{git-sha}'],
  [`find -name '*.yaml' -exec sed -i 's/:dev/:1.4.0/' {} +\nkubectl apply -f k8s`, `${name}:dev`, '{semver}'],
  [
    `find k8s -name '*.yaml' -exec sed -i -e 's#image: .*#image: ${name}:1.4.0#' {} \\;\nkubectl apply -f k8s`,
    `${name}:dev`,
    '{semver}',
  ],
  [
    `yq -i '.spec.template.spec.containers[0].image = "${name}:1.4.0"' k8s/shop.yaml && kubectl apply -f k8s`,
    `${name}:dev`,
    '{semver}',
  ],
  // another file, and one that nothing deploys afterwards
  [`sed -i "s|:latest|:$GITHUB_SHA|" k8s/other.yaml\nkubectl apply -f k8s/`, `${name}:latest`, 'latest'],
  [`kubectl apply -f k8s/\nsed -i "s|:latest|:$GITHUB_SHA|" k8s/shop.yaml`, `${name}:latest`, 'latest'],
  // on another machine it is another file
  [`ssh deploy@web 'sed -i s/:latest/:1.4.0/ k8s/shop.yaml'\nkubectl apply -f k8s/`, `${name}:latest`, 'latest'],
] as const) {
  test(`what ${edit.split(/[ \n]/, 1)[0]} makes of ${image} before it is deployed: ${wanted}`, async () => {
    const files = { ...workflowOf(edit), 'k8s/shop.yaml': manifest(image) }
    assert.deepEqual(
      (await told(files)).map((one) => one.replace(/^.* as /, '')),
      [wanted],
    )
  })
}

test('what a shell says of a variable that is not set is no part of the image', async () => {
  assert.deepEqual(await told(workflowOf(`docker push ${name}:\${TAG:?say which tag}`)), [
    `pushed ${name}:\${TAG} as ?`,
  ])
})

test('an image that is set for one container is that of its name, where the file has one', async () => {
  const set = `yq -i '.spec.template.spec.containers[0].image = "${name}:1.4.0"' k8s/shop.yaml && kubectl apply -f k8s`
  const run = (...images: readonly string[]) => told({ ...workflowOf(set), 'k8s/shop.yaml': manifest(...images) })
  assert.deepEqual(await run(`${name}:dev`, 'acme/wait:latest'), [
    'deployed acme/wait:latest as latest',
    `deployed ${name}:1.4.0 as {semver}`,
  ])
  assert.deepEqual(await run('IMAGE'), [`deployed ${name}:1.4.0 as {semver}`])
})

test('a command that edits one image of a file leaves the other', async () => {
  const files = {
    ...workflowOf(`sed -i "s|shop:latest|shop:1.4.0|" k8s/shop.yaml && kubectl apply -f k8s`),
    'k8s/shop.yaml': manifest(`${name}:latest`, 'redis:7'),
  }
  assert.deepEqual(await told(files), [`deployed ${name}:1.4.0 as {semver}`, 'deployed redis:7 as 7'])
})
