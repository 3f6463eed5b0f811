import { areaOf } from '../areas.ts'
import { collector } from '../collector.ts'
import { namedByDeployments } from '../configuration/implied.ts'
import { type Named, namedByApplications, namedByKustomizations, namedByPipelines } from '../configuration/named.ts'
import { unmadeConfigMaps } from '../configuration/objects.ts'
import { statesOf } from '../configuration/state.ts'
import type { ConfigurationReference } from '../schema/configuration.ts'

/** Services that tests are run against: how they are started is no configuration of what is shipped. */
const isOfTests = ({ path, by }: Named): boolean => /compose/.test(by) && areaOf(path) === 'test'

/** The files of configuration that pipelines, kustomizations and Applications of Argo CD read, and whether git tracks them. */
export default collector({
  yields: ['configurationReferences'],
  needs: ['workflows'],
  reads:
    'the commands and actions of the pipelines (values, variables, manifests, compose files, and what a tool reads without being told), kustomizations, Applications of Argo CD, and the ConfigMaps that workloads name',
  touches: [
    { path: /(^|\/)kustomization(\.ya?ml)?$/i },
    { path: /\.ya?ml$/, text: /argoproj\.io|configMap|ConfigMap/ },
    {
      path: /\.(ya?ml|json|jsonc|tf|tfvars|hcl|toml|nomad|bicep|bicepparam|properties|ini|cfg|conf|j2|gotmpl|gitignore)$|(^|\/)serverless\.[jt]s$/,
      listed: true,
    },
  ],
  async collect({ repository, settings, observed }) {
    const named = [
      ...[...namedByPipelines(observed.workflows)].filter((one) => !isOfTests(one)),
      ...namedByDeployments(repository, observed.workflows),
      ...(await namedByKustomizations(repository)),
      ...(await namedByApplications(repository)),
    ]
    const found = new Map<string, ConfigurationReference>()
    for (const [{ path, by, place, job, workflow }, state] of await statesOf(repository, named)) {
      const id = `${workflow?.id ?? place.file} ${job?.id ?? ''} ${path}`
      if (!found.has(id)) found.set(id, { id, file: path, by, state, place } as ConfigurationReference)
    }
    const { workflows } = observed
    for (const one of await unmadeConfigMaps({ repository, settings, workflows }))
      found.set(one.id, one as ConfigurationReference)
    return { configurationReferences: [...found.values()] }
  },
})
