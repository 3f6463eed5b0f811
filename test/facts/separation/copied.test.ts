import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { copiedConfigurations } from '../../../src/facts/separation/copied.ts'
import { dockerignore } from '../../../src/facts/separation/dockerignore.ts'
import { repositoryOf } from '../../support/repository.ts'

const production = { '.env.production': 'VITE_API_URL=https:/' + '/api-prod.rings.org\n' }
const modes = { '.env.production': 'VITE_TITLE=Rings\nVITE_LOG=warn\n' }
const last = 'FROM node:22\nWORKDIR /app\n'
const bundled =
  'FROM node:22 AS build\nCOPY . .\nRUN npm ci && npm run build\nFROM nginx:1.29.0\nCOPY --from=build /app/dist /www\n'

/** An image that copies from a stage that takes in everything. */
const staged = (copies: string, runs = '') =>
  `FROM node:22 AS build\nWORKDIR /app\nCOPY . .\n${runs}FROM node:22-alpine\nWORKDIR /app\n${copies}`

/** Files, then what Dockerfiles take into images. */
const cases: readonly (readonly [string, Readonly<Record<string, string>>, readonly string[]])[] = [
  ['the whole folder', { Dockerfile: `${last}COPY . .\n`, ...production }, ['.env.production']],
  ['one that only names a mode', { Dockerfile: `${last}COPY . .\n`, ...modes }, []],
  ['one that is kept out', { Dockerfile: `${last}COPY . .\n`, '.dockerignore': '**/.env*\n', ...production }, []],
  [
    'one that is taken in again',
    { Dockerfile: `${last}COPY . .\n`, '.dockerignore': '.env*\n!.env.production\n', ...production },
    ['.env.production'],
  ],
  [
    'the file of the Dockerfile’s own name',
    { Dockerfile: `${last}COPY . .\n`, '.dockerignore': '', 'Dockerfile.dockerignore': '.env.*', ...production },
    [],
  ],
  ['one that git does not track', { Dockerfile: `${last}COPY package.json .env ./\n` }, ['.env']],
  [
    'one that git does not track, by way of another stage',
    { Dockerfile: staged('COPY --from=build /app/.env ./\n') },
    ['.env'],
  ],
  ['one that a stage makes', { Dockerfile: staged('COPY --from=build /app/.env ./\n', 'RUN touch .env\n') }, []],
  [
    'one that is kept out of another stage',
    { Dockerfile: staged('COPY --from=build /app/.env ./\n'), '.dockerignore': '.env\n' },
    [],
  ],
  ['one of another stage', { Dockerfile: staged('COPY --from=build /app /app\n'), ...production }, ['.env.production']],
  [
    'one that goes through two stages',
    {
      Dockerfile: staged('COPY --from=build /app/.env.* /srv/\nFROM scratch\nCOPY --from=1 /srv/ /\n'),
      ...production,
    },
    ['.env.production'],
  ],
  [
    'one that another stage takes away',
    { Dockerfile: staged('COPY --from=build /app /app\n', 'RUN make && rm -f .env.production\n'), ...production },
    [],
  ],
  ['the output of another stage', { Dockerfile: staged('COPY --from=build /app/dist /app\n'), ...production }, []],
  ['another folder', { Dockerfile: `${last}COPY src ./\n`, ...production }, []],
  ['pages that a build makes of it', { Dockerfile: bundled, ...production }, ['.env.production']],
  ['a stage whose result is a program', { Dockerfile: bundled.replace(/npm.*/, 'go build'), ...production }, []],
  [
    'an example',
    { Dockerfile: `${last}COPY .env.example .env\n`, '.env.example': 'API=https:/' + '/prod.rings.org' },
    [],
  ],
  [
    'the settings of development',
    { Dockerfile: `${last}COPY . .\n`, '.env.development': 'API=https:/' + '/dev.rings.org' },
    [],
  ],
  [
    'settings that .NET publishes',
    {
      Dockerfile: 'FROM sdk AS build\nCOPY . .\nRUN dotnet publish -o /out\nFROM runtime\nCOPY --from=build /out .\n',
      'src/appsettings.Production.json': '{\n  "Server": "rings.database.windows.net"\n}\n',
    },
    ['src/appsettings.Production.json'],
  ],
  [
    'settings in what Maven has made before',
    {
      Dockerfile: 'FROM jre\nADD target/rings-*.jar /app/\n',
      '.dockerignore': 'src\n',
      'src/main/resources/application-prod.yml':
        'spring:\n  datasource:\n    url: jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(PROTOCOL=TCP)(HOST=ora-1.rings.org)(PORT=1521)))\n',
      'src/main/resources/application-local.yml': 'url: jdbc:oracle:thin:@ora-dev.rings.org:1521:RINGS\n',
    },
    ['src/main/resources/application-prod.yml'],
  ],
  [
    'settings in what Gradle has made of a module, by the name of an argument',
    {
      Dockerfile: 'FROM jre\nARG JAR_FILE=api/build/libs/*.jar\nCOPY ${JAR_FILE} app.jar\n',
      'api/src/main/resources/application-staging.properties':
        'spring.datasource.url=jdbc:postgresql://db.rings.org:5432/rings\n',
      'web/src/main/resources/application-staging.properties':
        'spring.datasource.url=jdbc:postgresql://db.rings.org/x\n',
    },
    ['api/src/main/resources/application-staging.properties'],
  ],
  [
    'settings that take the host from outside',
    {
      Dockerfile: 'FROM jre\nADD target/rings.jar /app/\n',
      'src/main/resources/application-prod.yml': 'url: jdbc:postgresql://${DB_HOST}:5432/rings\nother: jdbc:h2:mem:a\n',
    },
    [],
  ],
  [
    'the profiles of one file of settings',
    {
      Dockerfile: 'FROM gradle AS build\nADD . .\nRUN gradle bootJar\nFROM jre\nCOPY --from=build /app.jar .\n',
      'src/main/resources/application.yaml':
        'core:\n  url: https:/' +
        '/core.pre.rings.org/a\n---\nspring.config.activate.on-profile: production\ncore:\n  url: https:/' +
        '/core.rings.org/a\n',
    },
    ['src/main/resources/application.yaml'],
  ],
  [
    'profiles that have the same host, or take it from outside',
    {
      Dockerfile: 'FROM jre\nCOPY . .\n',
      'src/main/resources/application.yaml':
        'url: https:/' +
        '/core.rings.org/a\n---\nspring.config.activate.on-profile: production\nurl: https:/' +
        '/core.rings.org/b\nother: ${URL}\n',
    },
    [],
  ],
  [
    'settings in the folder of an environment',
    {
      Dockerfile: 'FROM python\nCOPY . .\n',
      'app/saml/prod/settings.json': '{\n  "url": "https:/' + '/rings-prod.rings.org/acs"\n}\n',
      'app/saml/test/settings.json': '{\n  "url": "https:/' + '/rings-prod.rings.org/acs"\n}\n',
      'deploy/prod/config.yaml': 'url: https:/' + '/rings-prod.rings.org/acs\n',
    },
    ['app/saml/prod/settings.json'],
  ],
]

for (const [what, files, expected] of cases) {
  test(`settings in images: ${what}`, async () => {
    const nothing = async () => ({ hosts: new Map<string, string>(), domains: new Set<string>() })
    const found = await copiedConfigurations(repositoryOf(files), defaultSettings, [], nothing)
    assert.deepEqual(
      found.map(({ copied }) => copied),
      expected,
    )
  })
}

test('.dockerignore: the last pattern that matches counts', async () => {
  const isOut = await dockerignore('# all but the readme\n*.md\n!README.md\n/build/\n**/secret.*\n')
  assert.deepEqual(['a.md', 'README.md', 'docs/a.md', 'build/x/y', 'src/secret.json', 'src/a.ts'].map(isOut), [
    true,
    false,
    false,
    true,
    true,
    false,
  ])
})
