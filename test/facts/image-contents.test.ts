import assert from 'node:assert/strict'
import test from 'node:test'
import { parseDockerfile } from '../../src/documents/dockerfile.ts'
import { Text } from '../../src/documents/text.ts'
import { toolsOfBase } from '../../src/facts/image/contents/bases.ts'
import { leftoversOf, type Surroundings } from '../../src/facts/image/contents/leftovers.ts'

const bases: readonly (readonly [string, string | undefined])[] = [
  ['node:20', 'a compiler and version control'],
  ['node:20-slim', ''],
  ['public.ecr.aws/lambda/python:3.12', ''],
  ['public.ecr.aws/docker/library/python:3.12', 'a compiler and version control'],
  ['mcr.microsoft.com/azure-functions/node:4-node20', undefined],
  ['golang:1.23-alpine', 'tools to build with'],
  ['mcr.microsoft.com/dotnet/sdk:8.0', 'tools to build with'],
  ['mcr.microsoft.com/dotnet/aspnet:8.0', ''],
  ['eclipse-temurin:21-jre', ''],
  ['eclipse-temurin:21', 'a JDK'],
  ['tomcat:10.1.0-jdk17-openjdk-slim', 'a JDK'],
  ['tomcat:10.1', 'a JDK'],
  ['tomcat:10.1-jre21-temurin', ''],
  ['public.ecr.aws/docker/library/jetty:12', 'a JDK'],
  ['gcr.io/distroless/nodejs20-debian12', ''],
  ['gcr.io/distroless/nodejs20-debian12:debug', 'a shell to debug with'],
  ['cgr.dev/chainguard/node:latest-dev', 'a shell and a package manager'],
  ['registry.access.redhat.com/ubi9-minimal:9.4', ''],
  ['registry.acme.example/node:20-slim', undefined],
  ['continuumio/miniconda3', 'version control'],
  ['condaforge/miniforge3:24.9.2-0', 'version control'],
  ['continuumio/miniconda3:24.9.2-0-alpine', undefined],
  ['mambaorg/micromamba:1.5', undefined],
  ['${BASE}', undefined],
]

for (const [reference, tools] of bases) {
  test(`${reference} brings ${tools ?? 'what is not known'}${tools === '' ? 'nothing' : ''}`, () => {
    const found = toolsOfBase(reference)
    if (tools === undefined) assert.equal(typeof found, 'object')
    else assert.equal(found, tools)
  })
}

/** The leftovers of the last stage, as `what: detail`, with `?` where they are not sure. */
async function left(lines: string, around: Partial<Surroundings> = {}): Promise<string[]> {
  const surroundings = {
    manifests: new Map<string, string>(),
    copiesGit: false,
    scripts: new Map<string, string>(),
    ...around,
  }
  const { document } = await parseDockerfile(new Text('Dockerfile', lines))
  assert.ok(document)
  const final = document.stages.at(-1)
  assert.ok(final)
  const found = leftoversOf(document.text, document.stages, final, surroundings)
  return found.map(({ what, detail, sure }) => `${what}: ${detail}${sure === true ? '' : '?'}`)
}

const cases: Readonly<Record<string, readonly [string, readonly string[]]>> = {
  'what one RUN installs and removes is gone': [
    'RUN apk add --no-cache --virtual .build gcc && make && apk del .build',
    [],
  ],
  'what a later RUN removes is still in the layer': ['RUN apk add --no-cache gcc\nRUN apk del gcc', ['tool: gcc']],
  'what is taken away without a name are only what others brought along': [
    'RUN apt-get update && apt-get install -y curl build-essential && apt-get autoremove --purge && rm -rf /var/lib/apt/lists/*',
    ['tool: build-essential'],
  ],
  'unless all was marked so before': [
    "RUN apt-get update && apt-get install -y gcc && apt-mark auto '.*' > /dev/null && apt-get purge -y --auto-remove && rm -rf /var/lib/apt/lists/*",
    [],
  ],
  'nor does dnf take away what was asked for': [
    'RUN dnf install -y gcc && dnf autoremove -y && dnf clean all',
    ['tool: gcc'],
  ],
  'a variable may name the same packages again': ['ENV D="gcc"\nRUN apk add --no-cache $D && apk del $D', []],
  'packages in a variable are not known': ['RUN apk add --no-cache $DEPS', ['tool: ${DEPS}?']],
  'a cache that is mounted is in no layer': ['RUN --mount=type=cache,target=/var/cache/apk apk add nginx', []],
  'lists that nothing is installed of': ['RUN apt-get update', ['cache: the cache of apt']],
  'packages that are renewed': ['RUN apk update && apk upgrade', ['cache: the cache of apk']],
  'lists that are taken away': ['RUN apt-get update && apt-get -y upgrade && rm -rf /var/lib/apt/lists/*', []],
  'packages that are renewed without a cache': ['RUN apk upgrade --no-cache', []],
  'a cache that stays': ['RUN apk add nginx', ['cache: the cache of apk']],
  'lists of apt that are removed': [
    'RUN apt-get update && apt-get install -y nginx && rm -rf /var/lib/apt/lists/*',
    [],
  ],
  'pip without a cache by its variable': ['ENV PIP_NO_CACHE_DIR=1\nRUN pip install flask', []],
  'what uv fetched stays': ['RUN uv sync --frozen --no-dev', ['cache: the cache of uv']],
  'uv without a cache': ['RUN uv pip install --no-cache -r requirements.txt', []],
  'uv without a cache by its variable': ['ENV UV_NO_CACHE=1\nRUN uv sync --frozen --no-dev', []],
  'uv with its cache mounted': ['RUN --mount=type=cache,target=/root/.cache/uv uv sync --frozen --no-dev', []],
  'what uv fetched is cleaned': ['RUN uv sync --frozen --no-dev && uv cache clean', []],
  'what Poetry fetched stays': ['RUN poetry install --only main', ['cache: the cache of poetry']],
  'what Poetry fetched is removed': ['RUN poetry install --only main && rm -rf $POETRY_CACHE_DIR', []],
  'what conda fetched stays': ['RUN conda env create -n shop -f shop.yml', ['cache: the cache of conda']],
  'what conda fetched is cleaned': ['RUN conda env create -f shop.yml && conda clean -afy', []],
  'what conda fetched is cleaned, in words': ['RUN mamba install -y flask && mamba clean --all --yes', []],
  'the exec form': ['RUN ["apk", "add", "nginx"]', ['cache: the cache of apk']],
  'production only by NODE_ENV': ['ENV NODE_ENV=production\nRUN npm ci && npm cache clean --force', []],
  'all dependencies': ['RUN npm ci && npm cache clean --force', ['development dependency: all that `npm ci` installs']],
  'removed by the same RUN': [
    'WORKDIR /app\nRUN npm ci --no-cache && npm run build && rm -rf ./node_modules',
    ['cache: the cache of npm'],
  ],
  'removed elsewhere': [
    'RUN cd web && npm ci && npm cache clean --force && cd .. && rm -rf node_modules',
    ['development dependency: all that `npm ci` installs'],
  ],
  'removed by a later RUN': [
    'RUN npm ci && npm cache clean --force\nRUN rm -rf node_modules',
    ['development dependency: all that `npm ci` installs'],
  ],
  'pruned later': ['RUN npm ci && npm prune --omit=dev && npm cache clean --force', []],
}

for (const [name, [lines, expected]] of Object.entries(cases)) {
  test(name, async () => assert.deepEqual(await left(`FROM alpine:3.20.3\n${lines}`), expected))
}

test('a manifest without development dependencies has none to leave out', async () => {
  const lines = 'FROM alpine:3.20.3\nRUN npm ci && npm cache clean --force'
  assert.deepEqual(await left(lines, { manifests: new Map([['package.json', '{"devDependencies": {}}']]) }), [])
})

test('what a script of package.json does is done by the RUN that starts it', async () => {
  const scripts = new Map([
    ['all:ci', 'npm ci --omit=dev && cd web && npm ci && npm cache clean --force'],
    ['purge', 'cd web && npm run purge:own'],
    ['purge:own', 'rm -rf node_modules'],
    ['round', 'npm run round'],
  ])
  const all = ['development dependency: all that `npm ci` installs']
  assert.deepEqual(await left('FROM alpine:3.20.3\nRUN npm run all:ci', { scripts }), all)
  assert.deepEqual(
    await left('FROM alpine:3.20.3\nRUN npm run -s all:ci && yarn purge && npm run round', { scripts }),
    [],
  )
})

test('what an earlier stage installed comes along only where its folder is copied', async () => {
  const build = 'FROM node:20 AS build\nWORKDIR /app\nRUN npm ci\nFROM alpine:3.20.3\n'
  assert.deepEqual(await left(`${build}COPY --from=build /app/dist /app`), [])
  const all = ['development dependency: all that `npm ci` installs']
  assert.deepEqual(await left(`${build}COPY --from=build /app/node_modules /app/node_modules`), all)
  assert.deepEqual(await left(`${build}COPY --from=build /app .`), all)
  assert.deepEqual(await left(`${build}COPY --from=0 /app/. .`), all)
})

/** The lines of a first stage, the manifest with its name, what the last stage copies, and what of it comes along. */
const places: readonly (readonly [string, readonly [string, string] | undefined, string, string])[] = [
  [
    'WORKDIR /app\nRUN uv sync --frozen',
    ['pyproject.toml', '[dependency-groups]\ndev = ["pytest"]'],
    '/app/.venv',
    'uv sync --frozen',
  ],
  [
    'WORKDIR /app\nRUN uv sync --frozen',
    ['pyproject.toml', '[dependency-groups]\nload = ["locust"]'],
    '/app/.venv',
    '',
  ],
  ['WORKDIR /app\nRUN uv sync --frozen', undefined, '/app/.venv', 'uv sync --frozen?'],
  ['WORKDIR /app\nRUN uv sync --frozen --no-dev', undefined, '/app/.venv', ''],
  ['ENV UV_PROJECT_ENVIRONMENT=/opt/env\nRUN uv sync', ['pyproject.toml', 'dev = [\n"ruff"]'], '/opt/env', 'uv sync'],
  [
    'RUN poetry config virtualenvs.create false && poetry install',
    ['pyproject.toml', '[tool.poetry.group.dev.dependencies]\nruff = "1"'],
    '/usr/local/lib/python3.12/site-packages',
    'poetry install',
  ],
  ['WORKDIR /app\nRUN poetry install', ['pyproject.toml', '[tool.poetry.group.dev.dependencies]'], '/app/shop', ''],
  ['ENV BUNDLE_PATH=/gems\nRUN bundle install', ['Gemfile', 'group :development, :test do'], '/gems', 'bundle install'],
  ['ENV BUNDLE_PATH=/gems\nRUN bundle install', ['Gemfile', "gem 'rails'"], '/gems', ''],
  [
    'ENV R=/srv\nENV GEM_HOME=$R/gems\nRUN bundle install -j4',
    ['Gemfile', "gem 'a', group: :test"],
    '/srv/gems',
    'bundle install -j4',
  ],
  ['RUN bundle install', ['Gemfile', 'group :test do'], '/usr/local/bundle', 'bundle install'],
  [
    'RUN bundle config set --local path vendor/bundle && bundle install',
    ['Gemfile', 'group :test do'],
    '/vendor',
    'bundle install',
  ],
  ["RUN bundle config set without 'test' && bundle install", ['Gemfile', 'group :test do'], '/usr/local/bundle', ''],
  [
    'WORKDIR /app\nRUN composer install',
    ['composer.json', '{"require-dev": {"a": "1"}}'],
    '/app/vendor/',
    'composer install',
  ],
  ['WORKDIR /app\nRUN composer install', ['composer.json', '{"require": {"a": "1"}}'], '/app/vendor', ''],
]

for (const [lines, manifest, copied, expected] of places) {
  test(`what is installed comes along with its folder: ${lines} ${manifest ?? ''} ${copied}`, async () => {
    const found = await left(`FROM debian AS build\n${lines}\nFROM alpine:3.20.3\nCOPY --from=build ${copied} /x`, {
      manifests: new Map(manifest ? [manifest] : []),
    })
    const all = expected.replace(/\?$/, '')
    assert.deepEqual(
      found,
      all ? [`development dependency: all that \`${all}\` installs${expected.endsWith('?') ? '?' : ''}`] : [],
    )
  })
}

test('a stage that copies from itself ends', async () => {
  assert.deepEqual(await left('FROM alpine:3.20.3 AS a\nCOPY --from=a /x /x'), [])
})
