import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isHidden } from '../../../src/facts/hidden.ts'
import { followedModules } from '../../../src/facts/infrastructure/followed.ts'
import { historyOf } from '../../support/images.ts'
import { repositoryOf } from '../../support/repository.ts'

/* What controllers take from elsewhere, and how it is fixed, in a repository whose address is acme/shop. */
const application = (source: string) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: till}\nspec:\n  source: ${source}\n`
const repositoryOfFlux = (ref: string, url = 'https://github.com/goldsmiths/till') =>
  `apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata: {name: till}\nspec: {url: '${url}', ref: ${ref}}\n`

for (const [what, text, pinned] of [
  [
    'a chart in its exact version',
    application('{repoURL: https://charts.example, chart: till, targetRevision: 1.2.3}'),
    'version',
  ],
  [
    'a chart in a range',
    application("{repoURL: https://charts.example, chart: till, targetRevision: '1.*'}"),
    'moving',
  ],
  [
    'a chart in any version',
    application("{repoURL: https://charts.example, chart: till, targetRevision: '*'}"),
    'none',
  ],
  ['a branch of others', application('{repoURL: https://github.com/goldsmiths/till, targetRevision: main}'), 'moving'],
  ['a tag of others', application('{repoURL: https://github.com/goldsmiths/till, targetRevision: v1.2.3}'), 'version'],
  ['their default branch', application('{repoURL: https://github.com/goldsmiths/till}'), 'none'],
  ['a fork of this repository', application('{repoURL: https://github.com/goldsmiths/shop, targetRevision: main}'), ''],
  ['what a template fills in', application("{repoURL: '{{ url }}', targetRevision: main}"), ''],
  ['one of the same owner', application('{repoURL: git@github.com:acme/till.git, targetRevision: main}'), ''],
  ['Flux: a branch', repositoryOfFlux('{branch: main}'), 'moving'],
  ['Flux: a tag by its key', repositoryOfFlux('{branch: main, tag: summer}'), 'version'],
  ['Flux: a range is preferred to a tag', repositoryOfFlux("{tag: v1.0.0, semver: '>=1.0.0'}"), 'moving'],
  ['Flux: this repository', repositoryOfFlux('{branch: main}', 'ssh://git@github.com/acme/shop'), ''],
] as const) {
  test(`${what}: ${pinned || 'no module'}`, async () => {
    const found = await followedModules(repositoryOf({ 'apps/till.yaml': text }, { history: historyOf() }))
    assert.equal(found.map((one) => (isHidden(one.pinned) ? '?' : one.pinned)).join(' '), pinned)
  })
}
