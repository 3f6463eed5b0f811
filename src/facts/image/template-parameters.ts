import type { DataNode } from '../../documents/tree.ts'
import type { Workflow } from '../pipeline/model.ts'
import { spots } from './builds.ts'

/*
 * A Template of OpenShift has parameters with values of their own, which whoever processes it may replace
 * (docs.openshift.com, "Writing templates": `oc process -p NAME=value`).
 */

/**
 * Puts the values that a Template gives to its parameters into the name of an image. Its tag is left as it is written: that
 * is what each deployment brings along. So is a parameter that a pipeline here gives by name.
 *
 * @param document the Template, or any other manifest, for which the reference comes back as it was
 * @param given the names that pipelines give; asked only where there is a Template
 */
export function filledIn(reference: string, document: DataNode, given: () => ReadonlySet<string>): string {
  if (document.get('kind')?.text !== 'Template' || !reference.includes('${')) return reference
  const values = new Map(
    (document.get('parameters')?.items ?? []).flatMap((parameter) => {
      const [name, value] = [parameter.get('name')?.text, parameter.get('value')?.text]
      return name && value && !given().has(name) ? [[name, value] as const] : []
    }),
  )
  const [, name = '', tag = ''] = /^(.*?)([:@][^/]*)?$/s.exec(reference) ?? []
  return name.replace(/\$\{\{?(\w+)\}?\}/g, (all, key: string) => values.get(key) ?? all) + tag
}

/** The names that commands and actions of pipelines give a value to: `-p TAG=1.2.3`. */
export function namesGiven(workflows: readonly Workflow[]): ReadonlySet<string> {
  const names = new Set<string>()
  for (const { act } of spots(workflows)) {
    for (const text of [...act.words, ...Object.values(act.inputs ?? {})])
      for (const [, name = ''] of text.matchAll(/(?:^|[\s"'])([A-Z]\w*)=/g)) names.add(name)
  }
  return names
}
