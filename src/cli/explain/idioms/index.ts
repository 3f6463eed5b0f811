import { examples as argo } from './argo-workflows.ts'
import { examples as azure } from './azure-pipelines.ts'
import { examples as bitbucket } from './bitbucket-pipelines.ts'
import { examples as circleci } from './circleci.ts'
import { examples as github } from './github-actions.ts'
import { examples as gitlab } from './gitlab-ci.ts'
import { type Examples, type Idiom, type IdiomName, idioms } from './idiom.ts'
import { examples as jenkins } from './jenkins.ts'
import { examples as tekton } from './tekton.ts'

/** The examples of all systems. */
export const all: readonly Examples[] = [github, gitlab, azure, circleci, jenkins, bitbucket, tekton, argo]

/** The idioms that serve a requirement, in their order. */
export function idiomsFor(id: string): readonly IdiomName[] {
  const entries = Object.entries(idioms) as [IdiomName, Idiom][]
  return entries.filter(([, { serves }]) => serves.includes(id)).map(([name]) => name)
}

/** The chapter of examples on a requirement's page, for the systems named; empty where there is nothing to show. */
export function examplesText(id: string, systems: ReadonlySet<string>): string {
  const shown = all.filter(({ system }) => systems.has(system))
  return idiomsFor(id)
    .flatMap((idiom) =>
      shown.map(({ name, snippets }) => `${idioms[idiom].title} (${name}):\n\n${indent(snippets[idiom])}`),
    )
    .concat(shown.length && idiomsFor(id).length ? shown.map(({ name, reference }) => `${name}: ${reference}`) : [])
    .join('\n')
}

const indent = (text: string) => text.replace(/^(?=.)/gm, '    ')
