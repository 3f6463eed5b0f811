import { hasTemplateMarks } from '../../documents/pattern.ts'
import type { DataNode } from '../../documents/tree.ts'
import { parseYaml } from '../../documents/yaml.ts'
import { once } from '../once.ts'
import type { Repository } from '../repository.ts'
import { chartsOf, isChartTemplate } from './chart-values.ts'
import { templateEndings } from './template-name.ts'

/** A manifest that a pipeline puts values into before it is deployed: `deployment-production.tmpl`. */
export interface ManifestTemplate {
  readonly path: string
  readonly content: string
  readonly documents: readonly DataNode[]
}

/**
 * Manifests that are kept under the name of a template, and are YAML before anything is put in: only values of theirs are
 * left open (`__TAG__`, `$TAG`, `#{tag}#`), and such a value is told as it is in any manifest. What an engine of templates
 * writes is none of them, and a template of anything else is no evidence: it is not told as broken where it cannot be read.
 */
export const manifestTemplates = once(async (repository: Repository): Promise<readonly ManifestTemplate[]> => {
  const files = repository.ending(...templateEndings).filter(({ area }) => area === 'main')
  if (files.length === 0) return []
  const charts = new Set((await chartsOf(repository)).map(({ folder }) => folder))
  const found: ManifestTemplate[] = []
  for (const { path } of files) {
    if (isChartTemplate(path, (folder) => charts.has(folder)) || !repository.mayHold(path, 'apiVersion')) continue
    const text = await repository.text(path)
    if (!text || !isManifest(text.content) || hasTemplateMarks(text.content)) continue
    const { documents, problem } = await parseYaml(text)
    const objects = documents.filter((document) => document.kind !== 'scalar')
    if (!problem && objects.length > 0 && objects.every((document) => document.get('kind')?.text))
      found.push({ path, content: text.content, documents: objects })
  }
  return found
})

/* `replicas: #{replicas}#` is a comment to YAML, and a value to whoever puts one in */
const isManifest = (content: string) =>
  /^apiVersion:/m.test(content) &&
  /^kind:/m.test(content) &&
  !/^[^#"'\n]*:[ \t]+#(\{.*\}|\w+)#?[ \t\r]*$/m.test(content)
