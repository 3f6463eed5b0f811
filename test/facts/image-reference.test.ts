import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listOf } from '../../src/facts/image/arguments.ts'
import { isTemplated, parseReference } from '../../src/facts/image/reference.ts'
import { beginningOf, endOf, shapeOf } from '../../src/facts/image/shape.ts'

const digest = `sha256:${'0'.repeat(64)}`

test('a word in braces is to be filled in: no name of an image has one', () => {
  assert.ok(isTemplated('{service-name}-api:latest'))
  assert.ok(isTemplated('registry.example/{TEAM}/api:1'))
  assert.ok(!isTemplated('registry.example/team/api:1'))
})

const references: readonly (readonly [string, string, string, string, string])[] = [
  ['redis', 'docker.io', 'redis', '', ''],
  ['redis:7', 'docker.io', 'redis', '7', ''],
  [`redis@${digest}`, 'docker.io', 'redis', '', digest],
  [`redis:7@${digest}`, 'docker.io', 'redis', '7', digest],
  ['team/app:v1', 'docker.io', 'team/app', 'v1', ''],
  ['ghcr.io/team/app', 'ghcr.io', 'team/app', '', ''],
  ['localhost:5000/app', 'localhost:5000', 'app', '', ''],
  ['localhost:5000/app:1', 'localhost:5000', 'app', '1', ''],
  ['registry.example:443/a/b/c:x', 'registry.example:443', 'a/b/c', 'x', ''],
  ['localhost/app', 'localhost', 'app', '', ''],
  ['registry.example:443/app@latest', 'registry.example:443', 'app', 'latest', ''],
  ['registry.example/app@${DIGEST}', 'registry.example', 'app', '', '${DIGEST}'],
  [
    'registry.example/app@$(aws ecr x --q "a[0]" | tr -d "()")',
    'registry.example',
    'app',
    '',
    '$(aws ecr x --q "a[0]" | tr -d "()")',
  ],
  ['${REGISTRY}/app:${TAG:-latest}', '${REGISTRY}', 'app', '${TAG:-latest}', ''],
  ['${IMAGE:-${REGISTRY}/app:${TAG}}', '${REGISTRY}', 'app', '${TAG}', ''],
  ['${IMAGE:-${NAME}}', 'docker.io', '${IMAGE:-${NAME}}', '', ''],
  [
    'ghcr.io/${{ github.repository }}:${{ github.sha }}',
    'ghcr.io',
    '${{ github.repository }}',
    '${{ github.sha }}',
    '',
  ],
]

for (const [written, registry, name, tag, hash] of references) {
  test(`the reference ${written} is taken apart`, () => {
    assert.deepEqual(parseReference(written), { registry, name, tag, digest: hash })
  })
}

const shapes: readonly (readonly [string, string])[] = [
  ['latest', 'latest'],
  ['v1.2.3-0a1b2c3', 'v{semver}-{git-sha-short}'],
  ['1.2.3', '{semver}'],
  ['v1.2.3', 'v{semver}'],
  ['v1.2.3-rc.1-0a1b2c3', 'v{semver}-{git-sha-short}'],
  [`sha-${'0a1b2c3'}`, 'sha-{git-sha-short}'],
  ['a'.repeat(39).concat('1'), '{git-sha}'],
  ['20260102', '{date}'],
  ['deadbeef', 'deadbeef'],
  ['v$(cat VERSION)-$(git rev-parse --short HEAD)', 'v{semver}-{git-sha-short}'],
  ['v1.4.0-${GITHUB_SHA::7}', 'v{semver}-{git-sha-short}'],
  ['${{ github.sha }}', '{git-sha}'],
  ...[
    '${CIRCLE_SHA1}',
    '$BITBUCKET_COMMIT',
    '$REVISION_ID',
    '${env.GIT_COMMIT}',
    '$(Build.SourceVersion)',
    '<< pipeline.git.revision >>',
    '{{ revision }}',
    '$(git rev-parse HEAD)',
    '$(git log -1 --pretty=%H)',
    '$(echo $GITHUB_SHA)',
    '${{ github.event.workflow_run.head_sha }}',
  ].map((tag) => [tag, '{git-sha}'] as const),
  ...[
    '$(echo $BITBUCKET_COMMIT | cut -c1-7)',
    '$(echo "${CI_COMMIT_SHA}"|cut -c -8)',
    '$(echo $(git rev-parse HEAD) | cut -c -7)',
    '$(echo ${{ github.sha }} | cut -c 1-7)',
    '$(printf %s "$GITHUB_SHA" | head -c 7)',
    "$(echo $TRAVIS_COMMIT | awk '{print substr($0,1,10)}')",
    '$(git rev-parse HEAD | cut -c1-12)',
    '$(git rev-parse --short=7 $CIRCLE_SHA1)',
    '$(git rev-parse --short "$GITHUB_SHA")',
    '$(git rev-parse --short)',
    '$(git log -1 --format=%h)',
    '$(cut -c1-8 <<< "$CIRCLE_SHA1")',
    '${CODEBUILD_RESOLVED_SOURCE_VERSION:0:7}',
    '${GITHUB_SHA::8}',
    '${GIT_COMMIT.take(7)}',
    '${env.GIT_COMMIT[0..6]}',
    '${env.GIT_COMMIT.substring(0,7)}',
  ].map((tag) => [tag, '{git-sha-short}'] as const),
  ["$(jq -r '.version' ./${APP}/package.json)", '{semver}'],
  ['${BRANCH_NAME}.${BUILD_NUMBER}', '{branch}.{run-number}'],
  ['${{ github.event.pull_request.head.sha || github.sha }}', '{git-sha}'],
  ['${CI_COMMIT_TAG#v}', '{tag-without-v}'],
  ['${GITHUB_REF#refs/tags/v}', '{tag-without-v}'],
  ['mr-${CI_MERGE_REQUEST_IID}', 'mr-{number}'],
]

for (const [tag, shape] of shapes) {
  test(`the tag ${tag} has the shape ${shape}`, () => {
    assert.deepEqual(shapeOf(tag), { shape, unresolved: [] })
  })
}

test('a tag begins with what stands before its first variable', () => {
  for (const [tag, begins] of [
    ['pre-prod_${VERSION}', 'pre-prod_'],
    ['v1.${{ x }}', 'v1.'],
    ['{{ .Values.tag }}-web', ''],
    ['latest', ''],
  ] as const)
    assert.equal(beginningOf(tag), begins, tag)
})

test('a tag ends with what stands behind its last variable, set apart from it', () => {
  for (const [tag, ends] of [
    ['${NAME}-${BUILD_NUMBER}', '-{run-number}'],
    ['${A}-${B}-alpine', '-alpine'],
    ['${A}${BUILD_NUMBER}', ''],
    ['v1-${A}', ''],
  ] as const)
    assert.equal(endOf(shapeOf(tag)), ends, tag)
})

test('what is of two meanings is of none', () => {
  for (const tag of [
    '${{ github.head_ref || github.sha }}',
    "${{ inputs.tag || 'latest' }}",
    '${{ inputs.tag || github.sha }}',
  ])
    assert.deepEqual(shapeOf(tag).unresolved, [tag])
})

test('too few digits, or of something else, are no commit', () => {
  for (const tag of [
    '$(echo $BITBUCKET_COMMIT | cut -c1-4)',
    '${GITHUB_SHA::40}',
    '$(echo $BRANCH | cut -c1-7)',
    '${GITHUB_SHA:-latest}',
    '$(git rev-parse --short=3 HEAD)',
    '$(git rev-parse --abbrev-ref HEAD)',
    '$GITHUB_SHA_OLD',
  ])
    assert.deepEqual(shapeOf(tag).unresolved, [tag])
})

test('a variable that nothing resolves is named', () => {
  assert.deepEqual(shapeOf('v${VERSION}-abc1234').unresolved, ['${VERSION}'])
})

const lists: readonly (readonly [string, readonly string[]])[] = [
  ['a:1\nb:2, c:3', ['a:1', 'b:2', 'c:3']],
  ["${{ format('{0},{1}', a,\n b) }},b:2", ["${{ format('{0},{1}', a,\n b) }}", 'b:2']],
  [
    'app@$(aws ecr describe-images \\\n  --output text), b',
    ['app@$(aws ecr describe-images \\\n  --output text)', 'b'],
  ],
  ['app@$(never closed, b', ['app@$(never closed', 'b']],
  // the shell's word for "in lower case" has commas of its own
  ['ghcr.io/${NAME,,}:1.2.0\nghcr.io/${NAME,,}:latest', ['ghcr.io/${NAME,,}:1.2.0', 'ghcr.io/${NAME,,}:latest']],
]

for (const [written, parts] of lists) {
  test(`the list ${JSON.stringify(written)} is taken apart`, () => {
    assert.deepEqual(listOf(written), parts)
  })
}
